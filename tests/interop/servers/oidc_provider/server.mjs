// One authorization server for the interop suite, on a free port of the loopback interface.
//
//   READY_FD=n            where its issuer is written, as one JSON object, once it listens
//   TLS_CERT, TLS_KEY     PEM files; given both it speaks https and calls itself localhost
//   AUTO=name             every sign-in and consent is answered at once for this person
//   ASSERTION_JWK=file    the public key (ES256) of the one issuer whose JWT assertions are trusted
//   CLIENT_JWK=file       the public key (ES256) of the clients that have one
//
// It ends with its standard input, so that it never outlives whoever started it.
import * as fs from 'node:fs';
import * as http from 'node:http';
import * as https from 'node:https';

import { answerPrompts } from './auto_answer.mjs';
import { registerCustomGrants } from './custom_grants.mjs';
import { keepEvents } from './events.mjs';
import { carryPhone } from './phone.mjs';
import { makeProvider } from './provider.mjs';

const { READY_FD, TLS_CERT, TLS_KEY, AUTO, ASSERTION_JWK, CLIENT_JWK } = process.env;
const readJwk = (file) => file && JSON.parse(fs.readFileSync(file, 'utf8'));
const tls = Boolean(TLS_CERT && TLS_KEY);

const server = tls
  ? https.createServer({ cert: fs.readFileSync(TLS_CERT), key: fs.readFileSync(TLS_KEY) })
  : http.createServer();

await new Promise((listening, failed) => {
  server.once('error', failed);
  server.listen(0, '127.0.0.1', listening);
});

const { port } = server.address();
const issuer = tls ? `https://localhost:${port}` : `http://127.0.0.1:${port}`;
const provider = await makeProvider(issuer, readJwk(CLIENT_JWK));
registerCustomGrants(provider, readJwk(ASSERTION_JWK));
keepEvents(provider);
carryPhone(provider);
answerPrompts(provider, AUTO);
server.on('request', provider.callback());

const fd = Number(READY_FD);
fs.writeSync(fd, JSON.stringify({ issuer }));
fs.closeSync(fd);

process.stdin.resume().once('end', () => process.exit(0));
