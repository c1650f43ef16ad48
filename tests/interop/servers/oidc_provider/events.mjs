// GET /test/events: what went wrong since it was last asked, with the reasons that no client is told.
const WATCHED = [
  'grant.error', 'authorization.error', 'device_authorization.error', 'code_verification.error',
  'backchannel_authentication.error', 'introspection.error', 'revocation.error', 'discovery.error', 'server_error',
];

export function keepEvents(provider) {
  const kept = [];
  for (const name of WATCHED) {
    provider.on(name, (ctx, problem) => {
      kept.push({
        name,
        error: problem.error ?? problem.name,
        description: problem.error_description ?? problem.message,
        detail: problem.error_detail ?? '',
      });
    });
  }
  provider.use(async (ctx, next) => {
    if (ctx.path !== '/test/events') return next();
    ctx.body = kept.splice(0);
    return undefined;
  });
}
