// The account itself: reading, profile, password and deletion.
import { accept } from '#domain/errors.ts';
import { tokenReply } from '#http/replies.ts';
import { json } from '#http/reply.ts';
import type { BodyOf } from '#routes.ts';
import { deleteAccount } from '#use-cases/account/delete-account.ts';
import { changePassword } from '#use-cases/account/password/change-password.ts';
import { updateProfile } from '#use-cases/account/update-profile.ts';
import { forOwner, proofOf } from '../owner.ts';
import { type AccountDependencies, userReply } from './dependencies.ts';

export const createProfileRoutes = (dependencies: AccountDependencies) => {
  const { settings } = dependencies;
  return {
    'GET /me': forOwner<BodyOf<'GET /me'>>(dependencies, ({ user }) => userReply(dependencies, user)),
    'PATCH /me': forOwner<BodyOf<'PATCH /me'>>(dependencies, async ({ user }, { body }) => {
      const updated = await updateProfile(dependencies, user, body);
      return updated.ok ? userReply(dependencies, updated.value) : updated;
    }),
    'DELETE /me': forOwner<BodyOf<'DELETE /me'>>(dependencies, async (owner, request) => {
      const deleted = await deleteAccount(dependencies, owner, proofOf(request), request.caller);
      if (!deleted.ok) return deleted;
      const deletesAt = deleted.value === undefined ? {} : { deletesAt: new Date(deleted.value).toISOString() };
      return accept(json(200, { status: 'deleted', ...deletesAt }));
    }),
    'POST /me/password': forOwner<BodyOf<'POST /me/password'>>(dependencies, async (owner, request) => {
      const { currentPassword, newPassword } = request.body;
      const change = { currentPassword, newPassword, refreshToken: request.refreshToken };
      const changed = await changePassword(dependencies, owner, change, request.caller);
      return tokenReply(changed, { isCookieMode: request.isCookieMode, continuationCookies: [], settings });
    }),
  };
};
