// The sessions of an account: the owner lists them and ends them.
import { accept } from '#domain/errors.ts';
import { tokenBody } from '#http/replies.ts';
import { json } from '#http/reply.ts';
import type { BodyOf } from '#routes.ts';
import { endListedSession, endOtherSessions, type ListedSession, listSessions } from '#use-cases/session/sessions.ts';
import { forOwner, proofOf } from '../owner.ts';
import type { AccountDependencies } from './dependencies.ts';

export const createSessionRoutes = (dependencies: AccountDependencies) => {
  return {
    'GET /me/sessions': forOwner<BodyOf<'GET /me/sessions'>>(dependencies, async (owner, request) => {
      const { limit, cursor } = request.query;
      const listed = await listSessions(dependencies, owner, { limit, cursor });
      if (!listed.ok) return listed;
      const { sessions, ...page } = listed.value;
      return accept(json(200, { sessions: sessions.map((each) => toPublic(each, owner.sessionId)), ...page }));
    }),
    'DELETE /me/sessions': forOwner<BodyOf<'DELETE /me/sessions'>>(dependencies, async (owner, request) => {
      const ended = await endOtherSessions(dependencies, owner, proofOf(request), request.caller);
      // The request showed a proof of the owner; the refresh token stays the one that the client has.
      return ended.ok ? accept(json(200, tokenBody(ended.value))) : ended;
    }),
    'DELETE /me/sessions/{id}': forOwner<BodyOf<'DELETE /me/sessions/{id}'>>(dependencies, async (owner, request) => {
      const ended = await endListedSession(
        dependencies,
        owner,
        { id: request.pathParameters['id'] ?? '', proof: proofOf(request) },
        request.caller,
      );
      return ended.ok ? accept(json(200, { status: 'ended' })) : ended;
    }),
  };
};

const toPublic = ({ id, session }: ListedSession, currentId: string) => ({
  id,
  createdAt: toTime(session.createdAt),
  lastUsedAt: toTime(session.rotatedAt),
  expiresAt: toTime(session.expiresAt),
  isCurrent: id === currentId,
  ...(session.device !== undefined && { device: session.device }),
  ...(session.ip !== undefined && { ip: session.ip }),
});

const toTime = (milliseconds: number): string => new Date(milliseconds).toISOString();
