// An S3 server over a folder, with one bucket. Says its port on the first line.
import { createServer } from 'node:http';
import aws4 from 'aws4';
import S3rver from 's3rver';

const [directory, bucket] = process.argv.slice(2);
const keys = { accessKeyId: 'S3RVER', secretAccessKey: 'S3RVER' };
const s3 = new S3rver({ silent: true, directory, configureBuckets: [{ name: bucket }] });
await s3.configureBuckets();
const serve = s3.callback();

// The server reads version 4 signatures and does not check them: that is done here.
const signature = authorization => /Signature=([0-9a-f]{64})$/.exec(authorization ?? '')?.[1];

function genuine({ method, url, headers }) {
  const [, day, region, names] = /Credential=[^/]+\/(\d{8})\/([^/]+)\/.*SignedHeaders=([^,]+)/.exec(headers.authorization ?? '') ?? [];
  if (!day) return false;
  const signed = Object.fromEntries(names.split(';').map(name => [name, headers[name]]));
  const expected = aws4.sign({ method, path: url, region, service: 's3', headers: signed }, keys);
  return signature(headers.authorization) === signature(expected.headers.Authorization);
}

function refuse(request, response) {
  const code = 'SignatureDoesNotMatch';
  request.resume().on('end', () => {
    response.writeHead(403, { 'content-type': 'application/xml' });
    response.end(`<?xml version="1.0"?><Error><Code>${code}</Code><Message>The signature is not the one we calculated.</Message></Error>`);
  });
}

const server = createServer((request, response) => (genuine(request) ? serve : refuse)(request, response));
server.listen(0, '127.0.0.1', () => console.log(server.address().port));
// Nobody is left who could ask.
process.stdin.on('end', () => process.exit()).resume();
