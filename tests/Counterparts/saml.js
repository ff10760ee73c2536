// A SAML identity provider. Whoever is named as user is signed in without being asked. Any option of samlp can be given in the query
// (as JSON in "options"), "minutes" moves its clock, "key" signs with the other key. Says its port on the first line.
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import samlp from 'samlp';

const [folder, issuer] = process.argv.slice(2);
const pair = name => ({ key: readFileSync(`${folder}/${name}.key`), cert: readFileSync(`${folder}/${name}.pem`) });
const pairs = { own: pair('own'), other: pair('other') };
const now = Date.now;

const mapper = user => ({
  getClaims: () => user.claims,
  getNameIdentifier: () => ({ nameIdentifier: user.name, nameIdentifierFormat: user.format }),
});
mapper.prototype = { metadata: [] };

const server = createServer((request, response) => {
  const query = Object.fromEntries(new URL(request.url, 'http://x').searchParams);
  Object.assign(request, { query, body: {} });
  Object.assign(response, {
    set: (name, value) => response.setHeader(name, value),
    send: (status, body) => {
      Date.now = now;
      return typeof status === 'number' ? response.writeHead(status).end(body) : response.end(status);
    },
  });
  const { user, ...options } = JSON.parse(query.options ?? '{}');
  samlp.parseRequest(request, {}, (problem, asked) => {
    if (problem || !asked) return response.writeHead(400).end(String(problem));
    const acs = asked.assertionConsumerServiceURL;
    samlp.auth({
      issuer,
      ...pairs[query.key ?? 'own'],
      lifetimeInSeconds: 300,
      recipient: acs,
      destination: acs,
      profileMapper: mapper,
      // From here to the answer nothing waits.
      getUserFromRequest: () => {
        Date.now = () => now() + Number(query.minutes ?? 0) * 60_000;
        return { claims: {}, ...user };
      },
      getPostURL: (audience, dom, ask, done) => done(null, acs),
      ...options,
    })(request, response, failure => response.writeHead(500).end(String(failure)));
  });
});
server.listen(0, '127.0.0.1', () => console.log(server.address().port));
// Nobody is left who could ask.
process.stdin.on('end', () => process.exit()).resume();
