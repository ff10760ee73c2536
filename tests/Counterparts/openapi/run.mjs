// Calls every operation that is answered with the vendor's own packages, and what must fail. Prints a line each and a closing line
// "N passed, N failed, N skipped"; ends with 1 if one failed. What to call comes from the environment.
import { Client, GlobalCredentials, IamClient, operations } from './client.mjs';

const { ENDPOINT, AK, SK, LOGIN, PASSWORD, DOMAIN, AGENCY, CUSTOMER, CYCLE } = process.env;
const count = { passed: 0, failed: 0, skipped: 0 };
const called = new Set();

async function does(name, work, ...fields) {
  try {
    const answer = await work();
    if (answer === undefined) { count.skipped++; console.log(`skip ${name}`); return undefined; }
    const missing = fields.filter(field => answer[field] === undefined);
    if (missing.length) throw new Error(`missing ${missing}`);
    count.passed++; console.log(`pass ${name}`);
    return answer;
  } catch (error) {
    count.failed++; console.log(`FAIL ${name}: ${error.httpStatusCode ?? ''} ${error.errorCode ?? ''} ${error.errorMsg ?? error.message}`);
    return undefined;
  }
}

async function fails(name, work, status, code) {
  try { await work(); count.failed++; console.log(`FAIL ${name}: no error`); } catch (error) {
    const right = error.httpStatusCode === status && (!code || String(error.errorCode) === code) && error.errorMsg && error.requestId;
    right ? count.passed++ : count.failed++;
    console.log(`${right ? 'pass' : 'FAIL'} ${name}: ${error.httpStatusCode} ${error.errorCode} ${error.errorMsg} ${error.requestId}`);
  }
}

// The identity service, with the vendor's own client.
const identity = IamClient.newBuilder().withCredential(new GlobalCredentials().withAk(AK).withSk(SK)).withEndpoint(ENDPOINT).build();
const byPassword = password => ({ body: { auth: { identity: { methods: ['password'], password: { user: { name: LOGIN, password, domain: { name: LOGIN } } } }, scope: { domain: { name: DOMAIN } } } } });
const issued = await does('KeystoneCreateUserTokenByPassword', () => identity.keystoneCreateUserTokenByPassword(byPassword(PASSWORD)), 'token', 'X-Subject-Token');
const token = issued?.['X-Subject-Token'];
await fails('a wrong password', () => identity.keystoneCreateUserTokenByPassword(byPassword('nope')), 401, '401');
await does('KeystoneValidateToken', () => identity.keystoneValidateToken({ 'X-Subject-Token': token }), 'token');
const assumed = await does('KeystoneCreateAgencyToken', () => identity.keystoneCreateAgencyToken({ body: { auth: { identity: { methods: ['assume_role'], assume_role: { domain_name: CUSTOMER, agency_name: AGENCY } }, scope: { project: { name: 'cn-north-1' } } } } }), 'token', 'X-Subject-Token');
const domains = await does('KeystoneListAuthDomains', () => identity.keystoneListAuthDomains({}), 'domains');
await does('KeystoneListAuthProjects', () => identity.keystoneListAuthProjects({}), 'projects');
await does('KeystoneListProjects', () => identity.keystoneListProjects({ name: 'cn-north-1' }), 'projects');
const user = issued?.token?.user?.id;
const second = await does('CreatePermanentAccessKey', () => identity.createPermanentAccessKey({ body: { credential: { user_id: user, description: '第二个密钥' } } }), 'credential');
await fails('a third access key', () => identity.createPermanentAccessKey({ body: { credential: { user_id: user } } }), 400);
await does('ListPermanentAccessKeys', () => identity.listPermanentAccessKeys({ 'user_id': user }), 'credentials');
const access = second?.credential?.access;
await does('ShowPermanentAccessKey', () => identity.showPermanentAccessKey({ 'access_key': access }), 'credential');
await does('UpdatePermanentAccessKey', () => identity.updatePermanentAccessKey({ 'access_key': access, body: { credential: { status: 'inactive' } } }), 'credential');
await does('DeletePermanentAccessKey', async () => (await identity.deletePermanentAccessKey({ 'access_key': access })) ?? {});
const temporary = await does('CreateTemporaryAccessKeyByToken', () => identity.createTemporaryAccessKeyByToken({ body: { auth: { identity: { methods: ['token'], token: { duration_seconds: 900 } } } } }), 'credential');

// The business services, signed.
const domain = domains?.domains?.[0]?.id;
const client = Client.signed(ENDPOINT, new GlobalCredentials().withAk(AK).withSk(SK).withDomainId(domain));
const call = (name, wish) => { called.add(name); return client.call(name, wish); };
const stamp = Date.now().toString(36);
await does('CheckUserIdentity', () => call('CheckUserIdentity', { body: { search_type: 'name', search_value: `cust${stamp}` } }), 'check_result');
await does('SendVerificationMessageCode', () => call('SendVerificationMessageCode', { body: { receiver_type: 1, mobile_phone: '13800000000', scene: 29 } }));
const made = await does('CreateSubCustomer', () => call('CreateSubCustomer', { body: { domain_name: `cust${stamp}`, xaccount_id: `x${stamp}`, xaccount_type: AGENCY, include_association_result: true } }), 'domain_id', 'domain_name');
const customer = made?.domain_id;
await fails('the same login again', () => call('CreateSubCustomer', { body: { domain_name: `cust${stamp}`, xaccount_id: `y${stamp}`, xaccount_type: AGENCY } }), 400, 'CBC.99000038');
const customers = await does('ListSubCustomers', () => call('ListSubCustomers', { body: { offset: 0, limit: 100, association_type: '2' } }), 'customer_infos', 'count');
await does('ListPartnerBalances', () => call('ListPartnerBalances'), 'account_balances');
await does('UpdateCustomerAccountAmount', () => call('UpdateCustomerAccountAmount', { body: { customer_id: customer, amount: 100.25 } }), 'transfer_id');
await fails('an unknown customer', () => call('UpdateCustomerAccountAmount', { body: { customer_id: 'no-such-customer', amount: 1 } }), 400, 'CBC.99000035');
await fails('no amount', () => call('UpdateCustomerAccountAmount', { body: { customer_id: customer } }), 400, 'CBC.0100');
await does('ListCustomersBalancesDetail', () => call('ListCustomersBalancesDetail', { body: { customer_infos: [{ customer_id: customer }] } }), 'customer_balances');
await does('ReclaimToPartnerAccount', () => call('ReclaimToPartnerAccount', { body: { customer_id: customer, amount: 50.5 } }), 'trans_id');
await does('ListPartnerAdjustRecords', () => call('ListPartnerAdjustRecords', { query: { customer_id: customer, operation_time_begin: '2024-01-01T00:00:00Z', offset: 0, limit: 10 } }), 'records', 'total_count');
await does('ListPartnerAccountChangeRecords', () => call('ListPartnerAccountChangeRecords', { query: { balance_type: 'BALANCE_TYPE_DEBIT', limit: 10 } }), 'records', 'total_count');
const resellers = await does('ListIndirectPartners', () => call('ListIndirectPartners', { body: { limit: 10 } }), 'indirect_partners', 'count');
const quotas = await does('ListQuotaCoupons', () => call('ListQuotaCoupons', { body: { quota_type: 0, quota_status_list: [0], limit: 10 } }), 'quotas', 'total_count');
const quota = quotas?.quotas.find(one => one.balance >= 100)?.quota_id;
const coupons = await does('CreatePartnerCoupons', async () => {
  const made = await call('CreatePartnerCoupons', { body: { quota_id: quota, customer_ids: [customer, 'no-such-customer'], face_value: 20, memo: '测试券' } });
  if (made.coupon_infos.length !== 1 || made.error_details[0]?.error_code !== 'CBC.99000035') throw new Error('not one of two');
  return made;
}, 'coupon_infos');
await does('ListIssuedPartnerCoupons', () => call('ListIssuedPartnerCoupons', { query: { customer_id: customer, limit: 10 } }), 'user_coupons', 'total_count');
await does('ReclaimPartnerCoupons', () => call('ReclaimPartnerCoupons', { body: { coupon_id: coupons.coupon_infos[0].coupon_id } }));
await does('ListPartnerCouponsRecord', () => call('ListPartnerCouponsRecord', { query: { operation_types: ['2', '1'], limit: 10 } }), 'records', 'total_count');
const shares = await does('UpdateCouponQuotas', () => call('UpdateCouponQuotas', { body: { quota_id: quota, indirect_partner_ids: [resellers.indirect_partners[0].indirect_partner_id], quota_amount: 30 } }), 'simple_quota_infos');
await does('ListIssuedCouponQuotas', () => call('ListIssuedCouponQuotas', { query: { parent_quota_id: quota, limit: 10 } }), 'quotas', 'total_count');
await does('ReclaimCouponQuotas', () => call('ReclaimCouponQuotas', { body: { quota_ids: [shares.simple_quota_infos[0].quota_id] } }), 'simple_quota_infos');
await does('ListCouponQuotasRecords', () => call('ListCouponQuotasRecords', { query: { operation_type: '10', limit: 10 } }), 'records', 'total_count');
await does('ListSubcustomerMonthlyBills', () => call('ListSubcustomerMonthlyBills', { query: { cycle: CYCLE, charge_mode: '1', limit: 100 } }), 'bill_sums', 'count');
const consumers = await does('ListConsumeSubCustomers', () => call('ListConsumeSubCustomers', { body: { bill_cycle: CYCLE } }), 'sub_customers');
await does('ListSubCustomerBillDetail', async () => {
  const found = consumers?.sub_customers?.[0] && await call('ListSubCustomerBillDetail', { query: { bill_cycle: CYCLE, customer_id: consumers.sub_customers[0].customer_id, limit: 10 } });
  if (found && found.fee_records.length === 0) throw new Error('a consumer without lines');
  return found;
}, 'fee_records', 'total_count');
await does('ListServiceTypes, not ASCII', () => call('ListServiceTypes', { query: { service_type_name: "弹性 云+服务器!'()*", limit: 10 } }), 'service_types');
await does('ListServiceTypes', async () => { const found = await call('ListServiceTypes', { query: { service_type_name: '云服务器' } }); if (!found.service_types.length) throw new Error('none'); return found; });
await does('ListResourceTypes', () => call('ListResourceTypes', { query: { limit: 10 } }), 'resource_types');
await does('ListUsageTypes', () => call('ListUsageTypes', { query: { limit: 10 } }), 'usage_types');
await does('ListMeasureUnits', () => call('ListMeasureUnits', { headers: { 'X-Language': 'en_US' } }), 'measure_units');
await does('ListConversions', () => call('ListConversions'), 'conversions');
const provinces = await does('ListProvinces', () => call('ListProvinces', { query: { limit: 10 } }), 'provinces');
const cities = await does('ListCities', () => call('ListCities', { query: { province_code: provinces.provinces[0].code } }), 'cities');
await does('ListCounties', () => call('ListCounties', { query: { city_code: cities.cities[0].code } }), 'counties');

// The core's own look-ups send a GET with a signed body; built with a region, it asks for its domain first.
await does('a GET with a body', () => call('ListPartnerBalances', { body: {} }), 'account_balances');
await does('the domain by itself', () => Client.inRegion(ENDPOINT, new GlobalCredentials().withAk(AK).withSk(SK).withIamEndpoint(ENDPOINT)).call('ListPartnerBalances'), 'account_balances');
await does('a temporary key', () => Client.signed(ENDPOINT, new GlobalCredentials().withAk(temporary.credential.access).withSk(temporary.credential.secret).withSecurityToken(temporary.credential.securitytoken).withDomainId(domain)).call('ListPartnerBalances'), 'account_balances');

// By token: the partner's, got anew since making a key ended the first, and the customer's.
const again = (await identity.keystoneCreateUserTokenByPassword(byPassword(PASSWORD)))['X-Subject-Token'];
await does('a token: ListSubCustomers', () => Client.withToken(ENDPOINT, again).call('ListSubCustomers', { body: { limit: 1 } }), 'customer_infos');
const theirs = (await identity.keystoneCreateAgencyToken({ body: { auth: { identity: { methods: ['assume_role'], assume_role: { domain_name: CUSTOMER, agency_name: AGENCY } } } } }))['X-Subject-Token'];
called.add('ShowCustomerAccountBalances');
await does('ShowCustomerAccountBalances', () => Client.withToken(ENDPOINT, theirs).call('ShowCustomerAccountBalances'), 'account_balances');
called.add('ListSubCustomerCoupons');
await does('ListSubCustomerCoupons', () => Client.withToken(ENDPOINT, theirs).call('ListSubCustomerCoupons', { query: { limit: 10 } }), 'user_coupons', 'count');
await fails('a customer asks a partner’s question', () => Client.withToken(ENDPOINT, theirs).call('ListPartnerBalances'), 403, 'CBC.0151');
await fails('a token that a new key has ended', () => Client.withToken(ENDPOINT, token).call('ListPartnerBalances'), 401, 'APIGW.0301');
await fails('no token at all', () => Client.withToken(ENDPOINT, 'garbage').call('ListPartnerBalances'), 401, 'APIGW.0301');
await fails('a wrong secret', () => Client.signed(ENDPOINT, new GlobalCredentials().withAk(AK).withSk('wrong').withDomainId(domain)).call('ListPartnerBalances'), 401, 'APIGW.0301');
await fails('an unknown address', () => client.send('GET', '/v2/no/such/api'), 404, 'APIGW.0101');
await does('every operation of the table', async () => {
  const left = Object.keys(operations).filter(name => !called.has(name));
  if (left.length) throw new Error(`not called: ${left}`);
  return { customers: customers.count };
});

console.log(`\n${count.passed} passed, ${count.failed} failed, ${count.skipped} skipped`);
process.exit(count.failed ? 1 : 0);
