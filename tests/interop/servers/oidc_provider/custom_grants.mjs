// Grants that the server does not have by itself.
import * as jose from 'jose';
import { errors } from 'oidc-provider';

import { people, resourceServer, shownCertificate } from './provider.mjs';

const JWT_BEARER = 'urn:ietf:params:oauth:grant-type:jwt-bearer';
const TOKEN_EXCHANGE = 'urn:ietf:params:oauth:grant-type:token-exchange';
const ACCESS_TOKEN = 'urn:ietf:params:oauth:token-type:access_token';
const BADGE = 'urn:example:grant-type:badge';

function wanted(ctx, ...names) {
  const missing = names.filter((name) => !ctx.oidc.params[name]);
  if (missing.length) throw new errors.InvalidRequest(`missing required parameter(s) ${missing.join(', ')}`);
  return ctx.oidc.params;
}

async function saveGrant(provider, ctx, accountId) {
  const grant = new provider.Grant({ accountId, clientId: ctx.oidc.client.clientId });
  if (ctx.oidc.params.scope) grant.addOIDCScope(ctx.oidc.params.scope);
  return grant.save();
}

async function accessToken(provider, ctx, accountId, grantId) {
  const { client, params } = ctx.oidc;
  const token = new provider.AccessToken({ accountId, client, grantId, gty: params.grant_type, scope: params.scope });
  if (params.resource) token.resourceServer = new provider.ResourceServer(params.resource, resourceServer(params.resource));
  if (client.tlsClientCertificateBoundAccessTokens) {
    // RFC 8705 section 3
    const certificate = shownCertificate(ctx);
    if (!certificate) throw new errors.InvalidGrant('mutual TLS client certificate not provided');
    token.setThumbprint('x5t', certificate);
  }
  ctx.oidc.entity('AccessToken', token);
  return { access_token: await token.save(), token_type: token.tokenType, expires_in: token.expiration, scope: params.scope };
}

async function refreshToken(provider, ctx, accountId, grantId) {
  const { client, params } = ctx.oidc;
  if (!client.grantTypeAllowed('refresh_token')) return {};
  const token = new provider.RefreshToken({ accountId, client, grantId, gty: params.grant_type, scope: params.scope ?? '', rotations: 0 });
  return { refresh_token: await token.save() };
}

async function issue(provider, ctx, accountId, { refreshable = false } = {}) {
  const grantId = await saveGrant(provider, ctx, accountId);
  ctx.body = {
    ...(await accessToken(provider, ctx, accountId, grantId)),
    ...(refreshable ? await refreshToken(provider, ctx, accountId, grantId) : {}),
  };
}

// RFC 6749 section 4.3
const password = (provider) => async (ctx) => {
  const { username, password: word } = wanted(ctx, 'username', 'password');
  if (!people[username] || word !== `${username}-pw`) throw new errors.InvalidGrant('wrong user name or password');
  await issue(provider, ctx, username, { refreshable: true });
};

// RFC 7523 section 2.1
const jwtBearer = (provider, trusted) => async (ctx) => {
  const { assertion } = wanted(ctx, 'assertion');
  if (!trusted) throw new errors.InvalidGrant('no issuer of assertions is trusted here');
  const rules = { audience: [provider.issuer, `${provider.issuer}/token`], requiredClaims: ['iss', 'sub', 'exp'] };
  let claims;
  try {
    ({ payload: claims } = await jose.jwtVerify(assertion, await jose.importJWK(trusted, 'ES256'), rules));
  } catch (problem) {
    throw new errors.InvalidGrant(problem.message);
  }
  await issue(provider, ctx, claims.sub);
};

// RFC 8693 section 2
const tokenExchange = (provider) => async (ctx) => {
  const { subject_token: value, subject_token_type: type } = wanted(ctx, 'subject_token', 'subject_token_type');
  if (type !== ACCESS_TOKEN) throw new errors.InvalidRequest('subject_token_type must be an access token');
  const subject = await provider.AccessToken.find(value);
  if (!subject) throw new errors.InvalidRequest('subject_token is not valid'); // RFC 8693 section 2.2.2
  await issue(provider, ctx, subject.accountId);
  ctx.body.issued_token_type = ACCESS_TOKEN;
};

// RFC 6749 section 4.5: a grant of our own
const badge = (provider) => async (ctx) => {
  const { badge: number } = wanted(ctx, 'badge');
  if (number !== 'alice+1') throw new errors.InvalidGrant('no such badge');
  await issue(provider, ctx, 'alice');
};

export function registerCustomGrants(provider, trusted) {
  provider.registerGrantType('password', password(provider), ['username', 'password', 'scope', 'resource']);
  provider.registerGrantType(
    TOKEN_EXCHANGE,
    tokenExchange(provider),
    ['subject_token', 'subject_token_type', 'requested_token_type', 'actor_token', 'actor_token_type', 'audience', 'scope', 'resource'],
  );
  provider.registerGrantType(BADGE, badge(provider), ['badge', 'scope', 'resource']);
  provider.registerGrantType(JWT_BEARER, jwtBearer(provider, trusted), ['assertion', 'scope', 'resource']);
}
