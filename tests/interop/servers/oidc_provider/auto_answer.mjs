// Answers a sign-in or consent at once, for the person named by the header x-auto-user or for all visitors the same.
async function consentTo(provider, details) {
  const { grantId, session, params, prompt } = details;
  const grant = grantId
    ? await provider.Grant.find(grantId)
    : new provider.Grant({ accountId: session.accountId, clientId: params.client_id });
  const { missingOIDCScope, missingOIDCClaims, missingResourceScopes } = prompt.details;
  if (missingOIDCScope) grant.addOIDCScope(missingOIDCScope.join(' '));
  if (missingOIDCClaims) grant.addOIDCClaims(missingOIDCClaims);
  for (const [uri, scopes] of Object.entries(missingResourceScopes ?? {})) grant.addResourceScope(uri, scopes.join(' '));
  return grant.save();
}

export function answerPrompts(provider, everybody) {
  provider.use(async (ctx, next) => {
    const person = ctx.get('x-auto-user') || everybody;
    if (!person || ctx.method !== 'GET' || !/^\/interaction\/[^/]+$/.test(ctx.path)) return next();
    const details = await provider.interactionDetails(ctx.req, ctx.res);
    const login = details.prompt.name === 'login';
    const result = login ? { login: { accountId: person } } : { consent: { grantId: await consentTo(provider, details) } };
    ctx.respond = false;
    await provider.interactionFinished(ctx.req, ctx.res, result, { mergeWithLastSubmission: !login });
    return undefined;
  });
}
