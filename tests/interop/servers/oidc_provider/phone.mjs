// The phone that a person is asked on (OpenID CIBA Core), and the tunnel through which a client behind a NAT is notified.
//
//   GET /test/phone                      what it shows: [{ auth_req_id, account, binding_message }]
//   GET /test/phone/approve/AUTH_REQ_ID  the person agrees
//   GET /test/phone/deny/AUTH_REQ_ID     the person refuses
//   GET /test/tunnel/PORT                from now on https://tunnel.example leads to this port here
import { errors } from 'oidc-provider';

const shown = [];
let tunnelEnd = '';

async function decide(provider, decision, authReqId) {
  const request = await provider.BackchannelAuthenticationRequest.find(authReqId);
  if (decision === 'deny') return provider.backchannelResult(request, new errors.AccessDenied('the person refused'));
  const grant = new provider.Grant({ accountId: request.accountId, clientId: request.clientId });
  grant.addOIDCScope(request.scope);
  await grant.save();
  return provider.backchannelResult(request, grant, { authTime: Math.floor(Date.now() / 1000) });
}

// The server's own dispatcher refuses loopback addresses, as it should.
export function throughTunnel(url, { dispatcher, signal, ...options }) {
  return fetch(String(url).replace(/^https:\/\/tunnel\.example/, `http://127.0.0.1:${tunnelEnd}`), options);
}

export const ciba = (people) => ({
  enabled: true,
  deliveryModes: ['poll', 'ping'],
  processLoginHint: (ctx, hint) => people[hint] && hint,
  processLoginHintToken: () => { throw new errors.ExpiredLoginHintToken('it was good once'); },
  validateRequestContext: () => {},
  validateBindingMessage: (ctx, message) => {
    if (message?.length > 20) throw new errors.InvalidBindingMessage('a phone shows 20 characters');
  },
  verifyUserCode: (ctx, account, code) => {
    if (account.accountId === 'bob' && !code) throw new errors.MissingUserCode('bob is asked with his code only');
    if (code && code !== '4711') throw new errors.InvalidUserCode('not his code');
  },
  triggerAuthenticationDevice: (ctx, request, account) => {
    shown.push({
      auth_req_id: request.jti,
      account: account.accountId,
      binding_message: ctx.oidc.params.binding_message ?? '',
    });
  },
});

export function carryPhone(provider) {
  provider.use(async (ctx, next) => {
    const [, what, first, second] = /^\/test\/(phone|tunnel)(?:\/([^/]+))?(?:\/([^/]+))?$/.exec(ctx.path) ?? [];
    if (!what) return next();
    if (what === 'tunnel') tunnelEnd = first;
    else if (first) await decide(provider, first, second);
    ctx.body = what === 'phone' && !first ? shown.splice(0) : {};
    return undefined;
  });
}
