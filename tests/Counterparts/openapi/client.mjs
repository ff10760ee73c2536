// A thin client over the vendor's own SDK core, unmodified (npm: @huaweicloud/huaweicloud-sdk-core and -iam, Apache-2.0, © their authors):
// building requests, SDK-HMAC-SHA256 signatures, HTTP and errors are its code. Only the table of operations is ours, for the vendor's
// package of the business services is in no registry; it uses the core in the same way.
import { createRequire } from 'node:module';
import fs from 'node:fs';
const require = createRequire(import.meta.url);
const { ClientBuilder } = require('@huaweicloud/huaweicloud-sdk-core/ClientBuilder');
const { HcClient } = require('@huaweicloud/huaweicloud-sdk-core/HcClient');
const { DefaultHttpClient } = require('@huaweicloud/huaweicloud-sdk-core/http/DefaultHttpClient');
export const { GlobalCredentials, Region } = require('@huaweicloud/huaweicloud-sdk-core');
export const { IamClient } = require('@huaweicloud/huaweicloud-sdk-iam/v3/IamClient');
require('log4js').configure({ appenders: { o: { type: 'stderr' } }, categories: { default: { appenders: ['o'], level: 'off' } } });

export const operations = Object.fromEntries(
  JSON.parse(fs.readFileSync(new URL('./operations.json', import.meta.url), 'utf8')).map(operation => [operation.operation, operation]));

export class Client {
  constructor(core, token) { this.core = core; this.token = token; }

  static signed(endpoint, credential) {
    return new ClientBuilder(core => new Client(core), 'GlobalCredentials').withCredential(credential).withEndpoint(endpoint).build();
  }

  static inRegion(endpoint, credential) {
    return new ClientBuilder(core => new Client(core), 'GlobalCredentials').withCredential(credential).withRegion(new Region('cn-north-1', endpoint)).build();
  }

  static withToken(endpoint, token) {
    return new Client(new HcClient(new DefaultHttpClient({}, [endpoint])).withEndpoints([endpoint]), token);
  }

  async call(name, { query = {}, path = {}, headers = {}, body } = {}) {
    const operation = operations[name];
    const answer = await this.send(operation.method, operation.path, { query, path, headers, body });
    check(operation, answer);
    return answer;
  }

  send(method, url, { query = {}, path = {}, headers = {}, body } = {}) {
    const data = method === 'GET' || method === 'DELETE' ? body : body ?? {};
    return this.core.sendRequest({
      method, url, contentType: 'application/json', queryParams: query, pathParams: path,
      headers: { ...(this.token ? { 'X-Auth-Token': this.token } : {}), ...headers },
      ...(data === undefined ? {} : { data }),
    });
  }
}

// What the SDKs' typed models read: names and types of every field that is there, and the lists that must be.
function check(operation, answer) {
  if (answer.httpStatusCode !== operation.status) throw new Error(`status ${answer.httpStatusCode}`);
  for (const [name, value] of Object.entries(answer)) {
    if (['httpStatusCode', 'X-Request-Id', 'X-Subject-Token'].includes(name)) continue;
    compare(name, value, operation.answer[name]);
  }
}

function compare(place, value, shape) {
  if (!shape) throw new Error(`${place} is no field of this answer`);
  const [type, fields] = shape;
  const kind = Array.isArray(value) ? 'array' : typeof value;
  const wanted = { decimal: 'number', integer: 'number', 'array': 'array' }[type] ?? type;
  if (kind !== wanted) throw new Error(`${place} is ${kind}, not ${type}`);
  if (type === 'integer' && !Number.isInteger(value)) throw new Error(`${place} is no integer`);
  if (fields) {
    for (const row of kind === 'array' ? value : [value]) {
      for (const [name, inner] of Object.entries(row)) compare(`${place}.${name}`, inner, fields[name]);
    }
  }
}
