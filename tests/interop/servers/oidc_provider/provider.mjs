// What the server can do and for whom. The clients are in clients.json, which the tests read too.
import * as crypto from 'node:crypto';
import * as fs from 'node:fs';

import * as jose from 'jose';
import Provider, { errors } from 'oidc-provider';

import { ciba, throughTunnel } from './phone.mjs';

const clients = JSON.parse(fs.readFileSync(new URL('clients.json', import.meta.url), 'utf8'));

export const people = {
  alice: { sub: 'alice', name: 'Alice', email: 'alice@example.test', email_verified: true },
  bob: { sub: 'bob', name: 'Bob', email: 'bob@example.test', email_verified: false },
};

// RFC 8707: the APIs a token can be for
const resourceServers = {
  'https://api.example.test/orders': {
    scope: 'orders:read orders:write',
    accessTokenFormat: 'jwt',
    jwt: { sign: { alg: 'RS256' } },
  },
  'https://api.example.test/opaque': { scope: 'orders:read', accessTokenFormat: 'opaque' },
};

export function resourceServer(uri) {
  const known = resourceServers[uri];
  if (!known) throw new errors.InvalidTarget();
  return { audience: uri, ...known };
}

async function signingKey() {
  const { privateKey } = await jose.generateKeyPair('RS256', { extractable: true });
  return { ...(await jose.exportJWK(privateKey)), alg: 'RS256', use: 'sig', kid: 'interop' };
}

// A client whose jwks is a word has the key, or the self-signed certificate, that the tests hold.
function withKey(metadata, held) {
  if (typeof metadata.jwks !== 'string') return metadata;
  const key = held[metadata.jwks];
  return { ...metadata, jwks: { keys: key ? [key] : [] } };
}

// RFC 8705 section 2.2: a self-signed certificate is registered by the x5c of a JWK.
export function certificateJwk(pem) {
  const certificate = new crypto.X509Certificate(pem);
  return { ...certificate.publicKey.export({ format: 'jwk' }), x5c: [certificate.raw.toString('base64')] };
}

// RFC 8705: the certificate is the one of the handshake; over plain http there is none.
export const shownCertificate = (ctx) => ctx.socket.getPeerX509Certificate?.();

const mutualTls = {
  enabled: true,
  certificateBoundAccessTokens: true,
  tlsClientAuth: true,
  selfSignedTlsClientAuth: true,
  getCertificate: shownCertificate,
  certificateAuthorized: (ctx) => ctx.socket.authorized === true,
  certificateSubjectMatches: (ctx, property, expected) =>
    property === 'tls_client_auth_san_dns' &&
    (ctx.socket.getPeerX509Certificate()?.subjectAltName ?? '').split(', ').includes(`DNS:${expected}`),
};

// A client may say how many seconds everything lives that it is given.
const seconds = (otherwise) => (ctx, token, client) => client?.lifetime ?? otherwise;

export async function makeProvider(issuer, held) {
  return new Provider(issuer, {
    clients: Object.entries(clients).map(([client_id, metadata]) => ({ client_id, ...withKey(metadata, held) })),
    extraClientMetadata: { properties: ['lifetime'] },
    clientAuthMethods: [
      'client_secret_basic',
      'client_secret_post',
      'client_secret_jwt',
      'private_key_jwt',
      'tls_client_auth',
      'self_signed_tls_client_auth',
      'none',
    ],
    enabledJWA: { clientAuthSigningAlgValues: ['HS256', 'HS384', 'HS512', 'ES256'] },
    jwks: { keys: [await signingKey()] },
    cookies: { keys: [crypto.randomBytes(16).toString('hex')] },
    findAccount: (ctx, sub) => people[sub] && { accountId: sub, claims: () => people[sub] },
    claims: { openid: ['sub'], profile: ['name'], email: ['email', 'email_verified'] },
    scopes: ['openid', 'offline_access', 'api:read', 'api:write'],
    issueRefreshToken: (ctx, client) => client.grantTypeAllowed('refresh_token'),
    rotateRefreshToken: true,
    expiresWithSession: () => false,
    fetch: throughTunnel,
    clientBasedCORS: () => true, // a page may ask for its tokens itself
    ttl: {
      AccessToken: seconds(3600),
      AuthorizationCode: seconds(60),
      BackchannelAuthenticationRequest: (ctx, request, client) =>
        client.lifetime ?? Number(ctx.oidc.params.requested_expiry ?? 600),
      ClientCredentials: seconds(600),
      DeviceCode: seconds(600),
      IdToken: seconds(3600),
      RefreshToken: seconds(86400),
      Grant: 86400,
      Interaction: 3600,
      Session: 86400,
    },
    features: {
      devInteractions: { enabled: true },
      clientCredentials: { enabled: true },
      deviceFlow: { enabled: true },
      ciba: ciba(people),
      mTLS: mutualTls,
      pushedAuthorizationRequests: { enabled: true },
      requestObjects: { enabled: true },
      jwtResponseModes: { enabled: true },
      dPoP: { enabled: true, nonceSecret: crypto.randomBytes(32), requireNonce: () => true },
      encryption: { enabled: true },
      introspection: { enabled: true, allowedPolicy: () => true },
      jwtIntrospection: { enabled: true },
      jwtUserinfo: { enabled: true },
      revocation: { enabled: true },
      resourceIndicators: {
        enabled: true,
        defaultResource: (ctx, client, oneOf) => oneOf,
        getResourceServerInfo: (ctx, uri) => resourceServer(uri),
        useGrantedResource: () => true,
      },
    },
  });
}
