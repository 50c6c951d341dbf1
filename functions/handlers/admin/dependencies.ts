// The dependencies of the routes for administrators, and how these routes learn who acts.
import { type Outcome, refuse } from '#domain/errors.ts';
import type { Ports } from '#domain/ports.ts';
import type { HttpDependencies, HttpRequest } from '#http/http-handler.ts';
import { readAdmin } from '#http/read-admin.ts';
import type { Reply } from '#http/reply.ts';
import type { AdminCall } from '#use-cases/admin/note-act.ts';

export type AdminDependencies = HttpDependencies &
  Pick<Ports, 'store' | 'clock' | 'ids' | 'random' | 'phoneNumbers' | 'accountSuppressions' | 'bus' | 'pause'> & {
    /** The names of the endpoints of webhooks. */
    readonly webhookNames: readonly string[];
  };

/** A route that gets who acts, and why. */
export const forAdmin =
  <Body extends { readonly reason?: string | undefined }>(
    route: (call: AdminCall, request: HttpRequest<Body>) => Promise<Outcome<Reply>>,
  ) =>
  async (request: HttpRequest<Body>): Promise<Outcome<Reply>> => {
    const admin = readAdmin(request.event);
    if (!admin) return refuse('admin_required');
    const { reason } = request.body;
    const by = { kind: 'admin', who: admin.who, network: request.caller.network } as const;
    return route({ by, ...(reason !== undefined && { reason }) }, request);
  };
