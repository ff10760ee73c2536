// A mail server that takes letters after STARTTLS and a password only. Says its port on the first line, then each letter as JSON.
// As plain it knows no STARTTLS. To later@ it says 450 once, then takes it; to gone@ it says 550.
import { readFileSync } from 'node:fs';
import { SMTPServer } from 'smtp-server';

const [key, cert] = process.argv.slice(2, 4).map(file => readFileSync(file));
const plain = process.argv[4] === 'plain';
const answer = (responseCode, words) => Object.assign(new Error(words), { responseCode });
let putOff = false;

const server = new SMTPServer({
  key,
  cert,
  disabledCommands: plain ? ['STARTTLS'] : [],
  allowInsecureAuth: plain,
  authMethods: ['PLAIN', 'LOGIN'],
  onAuth: ({ username, password }, session, done) =>
    username === 'center' && password === 'a secret' ? done(null, { user: username }) : done(answer(535, '5.7.8 No such user or password')),
  onRcptTo: ({ address }, session, done) => {
    if (address.startsWith('gone@')) return done(answer(550, '5.1.1 No such mailbox'));
    if (address.startsWith('later@') && !putOff) {
      putOff = true;
      return done(answer(450, '4.7.1 Greylisted, try again later'));
    }
    done();
  },
  onData: (stream, { secure, user, envelope }, done) => {
    const chunks = [];
    stream.on('data', chunk => chunks.push(chunk));
    stream.on('end', () => {
      console.log(JSON.stringify({ secure, user, to: envelope.rcptTo[0].address, raw: Buffer.concat(chunks).toString('base64') }));
      done();
    });
  },
});
server.on('error', () => {});
server.listen(0, '127.0.0.1', () => console.log(server.server.address().port));
// Nobody is left who could ask.
process.stdin.on('end', () => process.exit()).resume();
