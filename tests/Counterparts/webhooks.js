// A receiver of webhooks with the convention's own library, started with its secret and the moment that it is taken to be, in milliseconds.
// Says its port on the first line, then for each message its id and type, or what is wrong with it.
import { createServer } from 'node:http';
import { Webhook } from 'standardwebhooks';

const [secret, moment] = process.argv.slice(2, 4);
Date.now = () => Number(moment);
const webhook = new Webhook(secret);

const server = createServer((request, response) => {
  const chunks = [];
  request.on('data', chunk => chunks.push(chunk));
  request.on('end', () => {
    try {
      const message = webhook.verify(Buffer.concat(chunks).toString(), request.headers);
      console.log(`${request.headers['webhook-id']} ${message.type}`);
      response.writeHead(204).end();
    } catch (error) {
      console.log(`refused: ${error.message}`);
      response.writeHead(400).end(error.message);
    }
  });
});
server.listen(0, '127.0.0.1', () => console.log(server.address().port));
// Nobody is left who could ask.
process.stdin.on('end', () => process.exit()).resume();
