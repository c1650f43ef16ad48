// One authorization server for the interop suite, on a free port of the loopback interface.
//
//   READY_FD=n            where its issuer is written, as one JSON object, once it listens
//   TLS_CERT, TLS_KEY     PEM files; given both it speaks https and calls itself localhost
//   AUTO=name             every sign-in and consent is answered at once for this person
//   ASSERTION_JWK=file    the public key (ES256) of the one issuer whose JWT assertions are trusted
//   CLIENT_JWK=file       the public key (ES256) of the clients that have one
//   CLIENT_CERT=file      the self-signed certificate of the client that has one, as PEM
//   TLS_CA=file           the authority of client certificates; with it they are asked for (RFC 8705)
//
// It ends with its standard input, so that it never outlives whoever started it.
import * as fs from 'node:fs';
import * as http from 'node:http';
import * as https from 'node:https';

import { answerPrompts } from './auto_answer.mjs';
import { registerCustomGrants } from './custom_grants.mjs';
import { keepEvents } from './events.mjs';
import { carryPhone } from './phone.mjs';
import { certificateJwk, makeProvider } from './provider.mjs';

const { READY_FD, TLS_CERT, TLS_KEY, TLS_CA, AUTO, ASSERTION_JWK, CLIENT_JWK, CLIENT_CERT } = process.env;
const readJwk = (file) => file && JSON.parse(fs.readFileSync(file, 'utf8'));
const tls = Boolean(TLS_CERT && TLS_KEY);

// Whoever shows a certificate of nobody, or none, gets through the handshake: the client is judged, not the connection.
const asking = TLS_CA ? { requestCert: true, rejectUnauthorized: false, ca: fs.readFileSync(TLS_CA) } : {};

const server = tls
  ? https.createServer({ cert: fs.readFileSync(TLS_CERT), key: fs.readFileSync(TLS_KEY), ...asking })
  : http.createServer();

await new Promise((listening, failed) => {
  server.once('error', failed);
  server.listen(0, '127.0.0.1', listening);
});

const { port } = server.address();
const issuer = tls ? `https://localhost:${port}` : `http://127.0.0.1:${port}`;
const provider = await makeProvider(issuer, {
  CLIENT_JWK: readJwk(CLIENT_JWK),
  CLIENT_CERTIFICATE: CLIENT_CERT && certificateJwk(fs.readFileSync(CLIENT_CERT)),
});
registerCustomGrants(provider, readJwk(ASSERTION_JWK));
keepEvents(provider);
carryPhone(provider);
answerPrompts(provider, AUTO);
server.on('request', provider.callback());

const fd = Number(READY_FD);
fs.writeSync(fd, JSON.stringify({ issuer }));
fs.closeSync(fd);

process.stdin.resume().once('end', () => process.exit(0));
