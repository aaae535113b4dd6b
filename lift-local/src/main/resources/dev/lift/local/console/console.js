'use strict';

const $ = id => document.getElementById(id);
const api = '/_lift/api/';
const kept = new Map(); // Invocations by number, as the list shows them.
let selected = 0;
let current = null;

/** Makes an element; text never is markup. */
function element(name, text, className) {
  const made = document.createElement(name);
  if (text !== undefined) made.textContent = text;
  if (className) made.className = className;
  return made;
}

function say(text) {
  $('message').textContent = text;
  $('message').hidden = !text;
}

async function get(path) {
  const reply = await fetch(api + path);
  if (!reply.ok) throw new Error((await reply.json()).message);
  return reply.json();
}

async function post(path, body) {
  const reply = await fetch(api + path, {method: 'POST', headers: {'X-Lift-Console': '1'}, body});
  const answer = await reply.json();
  if (!reply.ok) throw new Error(answer.message);
  return answer;
}

function attempt(action) {
  return async event => {
    if (event) event.preventDefault();
    try {
      say('');
      await action();
    } catch (failure) {
      say(failure.message);
    }
  };
}

const milliseconds = micros => (micros / 1000).toFixed(micros < 10000 ? 2 : 0) + ' ms';
const pretty = json => typeof json === 'string' ? json : JSON.stringify(json, null, 2);

// Views

function show() {
  const view = ['invocations', 'send', 'routes', 'pages'].find(each => '#' + each === location.hash) || 'invocations';
  for (const section of document.querySelectorAll('main > section')) section.hidden = section.id !== view;
  for (const link of document.querySelectorAll('nav a')) {
    if (link.getAttribute('href') === '#' + view) link.setAttribute('aria-current', 'page');
    else link.removeAttribute('aria-current');
  }
  if (view === 'pages') pages();
}

// The function and its lifecycle

let described = null;

async function describe() {
  described = await get('function');
  $('function').textContent = described.name;
  $('facts').textContent = `${described.source}, Java ${described.java}, timeout ${described.timeout / 1000} s`
    + (described.concurrency === 1 ? ', one at a time' : '');
  state(described.frozen ? 'frozen' : 'running');
  $('table').replaceChildren(...described.routes.map(route => {
    const row = element('tr');
    row.append(element('td', route.method), element('td'), element('td', route.body || ''),
      element('td', route.tags.join(', ')), element('td', route.middleware.join(' › ')));
    row.children[1].append(element('code', route.path));
    return row;
  }));
}

function state(name) {
  $('state').textContent = name;
  $('freeze').disabled = name === 'frozen';
  $('thaw').disabled = name !== 'frozen';
}

for (const action of ['freeze', 'thaw', 'restore']) {
  $(action).onclick = attempt(async () => state((await post('lifecycle/' + action)).state));
}
$('shutdown').onclick = attempt(async () => {
  if (confirm('End this process?')) state((await post('lifecycle/shutdown')).state);
});

// Invocations

function outcome(each) {
  if (each.failure) return ['failed', 'bad'];
  if (!each.micros) return ['…', ''];
  if (!each.status) return ['done', 'good'];
  return [String(each.status), each.status < 400 ? 'good' : 'bad'];
}

function row(each) {
  const [text, className] = outcome(each);
  const made = element('tr');
  made.tabIndex = 0;
  made.setAttribute('aria-selected', String(each.number === selected));
  made.append(element('td', each.number), element('td'), element('td', text, className),
    element('td', each.micros ? milliseconds(each.micros) : ''), element('td'));
  made.children[1].append(element('code', each.title));
  if (each.cold) made.children[4].append(element('span', 'cold', 'cold'));
  made.onclick = attempt(() => select(each.number));
  made.onkeydown = event => { if (event.key === 'Enter') made.onclick(event); };
  return made;
}

function list() {
  const all = [...kept.values()].sort((one, other) => other.number - one.number).slice(0, 300);
  $('list').replaceChildren(...all.map(row));
  $('none').hidden = all.length > 0;
  $('count').textContent = all.length ? `the latest ${all.length}` : '';
}

let asking = false;

async function refresh() {
  if (asking || document.hidden) return;
  asking = true;
  try {
    // Those that ran when they were last seen are asked for again.
    const done = [...kept.values()].filter(each => each.micros).map(each => each.number);
    const open = [...kept.values()].filter(each => !each.micros).map(each => each.number);
    const after = open.length ? Math.min(...open) - 1 : done.length ? Math.max(...done) : 0;
    const fresh = await get('invocations?after=' + after);
    for (const each of fresh) kept.set(each.number, each);
    if (fresh.length) list();
    if (fresh.some(each => each.number === selected)) await select(selected);
    if (fresh.length) await describe();
    if ($('message').textContent === gone) say('');
  } catch (failure) {
    say(gone);
  } finally {
    asking = false;
  }
}

const gone = 'The gateway does not answer. Once it is started again, this page goes on.';

async function select(number) {
  current = await get('invocations/' + number);
  selected = number;
  list();
  $('detail').hidden = false;
  $('title').textContent = `#${current.number} ${current.title}`;
  $('failure').hidden = !current.failure;
  $('failure').textContent = current.failure || '';
  $('log').textContent = current.log.join('\n') || 'Nothing was printed.';
  $('reply').textContent = current.reply === null ? 'None.' : pretty(current.reply);
  $('event').textContent = pretty(current.event);
  decoded(current.reply);
  spans(current);
}

/** Shows the body of a reply as what it is, where it is JSON in a string, or in base64. */
function decoded(reply) {
  const body = reply && typeof reply.body === 'string' ? reply.body : '';
  let text = '';
  try {
    text = reply.isBase64Encoded ? new TextDecoder('utf-8', {fatal: true}).decode(Uint8Array.from(atob(body), c => c.charCodeAt(0))) : body;
    text = pretty(JSON.parse(text));
  } catch (other) {
    if (!reply || !reply.isBase64Encoded) text = '';
  }
  $('decoded').hidden = !text;
  $('text').textContent = text;
}

function spans(invocation) {
  const all = [...invocation.spans].sort((one, other) => one.begin - other.begin || other.end - one.end);
  const total = Math.max(invocation.micros, 1);
  $('spans').replaceChildren(...(all.length ? all.map((each, index) => {
    const inner = all[index + 1];
    const own = inner && inner.end <= each.end ? each.end - each.begin - (inner.end - inner.begin) : each.end - each.begin;
    const line = element('div', undefined, 'span');
    const bar = element('div', undefined, 'bar');
    const part = element('i');
    part.style.left = 100 * each.begin / total + '%';
    part.style.width = 100 * (each.end - each.begin) / total + '%';
    bar.append(part);
    const isLast = index === all.length - 1;
    line.append(element('code', each.name), bar, element('small', milliseconds(own) + (isLast ? ' with the handler' : ' of its own')));
    return line;
  }) : [element('p', 'No middleware surrounded it.', 'about')]));
}

$('clear').onclick = attempt(async () => {
  await post('clear');
  kept.clear();
  selected = 0;
  $('detail').hidden = true;
  list();
});

async function resend(event) {
  await post('invoke', event);
  await refresh();
  await select(Math.max(...kept.keys()));
}

$('replay').onclick = attempt(() => resend(JSON.stringify(current.event)));
$('edit').onclick = attempt(() => {
  $('json').value = pretty(current.event);
  location.hash = '#send';
  $('json').focus();
});
$('copy').onclick = attempt(async () => {
  await navigator.clipboard.writeText(pretty(current.event));
  $('copy').textContent = 'Copied';
  setTimeout(() => { $('copy').textContent = 'Copy test event'; }, 1500);
});

// Sending

const arn = (service, name) => `arn:aws:${service}:eu-central-1:123456789012:${name}`;
const now = () => new Date().toISOString();
const templates = {
  'SQS message': () => ({Records: [{messageId: crypto.randomUUID(), receiptHandle: 'receipt', body: '{}',
    attributes: {ApproximateReceiveCount: '1', SentTimestamp: String(Date.now()), SenderId: 'console',
      ApproximateFirstReceiveTimestamp: String(Date.now())},
    messageAttributes: {}, eventSource: 'aws:sqs', eventSourceARN: arn('sqs', 'orders'), awsRegion: 'eu-central-1'}]}),
  'EventBridge event': () => ({version: '0', id: crypto.randomUUID(), 'detail-type': 'OrderPaid', source: 'shop.orders',
    account: '123456789012', time: now(), region: 'eu-central-1', resources: [], detail: {}}),
  'Schedule': () => ({version: '0', id: crypto.randomUUID(), 'detail-type': 'Scheduled Event', source: 'aws.events',
    account: '123456789012', time: now(), region: 'eu-central-1', resources: [arn('events', 'rule/each-minute')], detail: {}}),
  'SNS notification': () => ({Records: [{EventVersion: '1.0', EventSubscriptionArn: arn('sns', 'orders:subscription'),
    EventSource: 'aws:sns', Sns: {Type: 'Notification', MessageId: crypto.randomUUID(), TopicArn: arn('sns', 'orders'),
      Subject: null, Message: '{}', Timestamp: now(), MessageAttributes: {}}}]}),
  'S3 object created': () => ({Records: [{eventVersion: '2.1', eventSource: 'aws:s3', awsRegion: 'eu-central-1', eventTime: now(),
    eventName: 'ObjectCreated:Put', s3: {s3SchemaVersion: '1.0', bucket: {name: 'uploads', arn: 'arn:aws:s3:::uploads'},
      object: {key: 'a.txt', size: 1, eTag: '0', sequencer: '0'}}}]})
};

for (const name of Object.keys(templates)) $('template').append(new Option(name));
$('template').onchange = () => { $('json').value = pretty(templates[$('template').value]()); };
$('template').onchange();

async function sent() {
  location.hash = '#invocations';
  await refresh();
  await select(Math.max(...kept.keys()));
}

$('request').onsubmit = attempt(async () => {
  await post('send', JSON.stringify({method: $('method').value.trim(), target: $('target').value.trim(),
    headers: $('headers').value, body: $('body').value}));
  await sent();
});
$('editor').onsubmit = attempt(async () => {
  await post('invoke', $('json').value);
  await sent();
});

// Health and pages

async function pages() {
  if (!described) return;
  const plain = described.routes.filter(route => route.method === 'GET' && !route.path.includes('{'));
  $('found').replaceChildren(...(plain.length ? plain.map(route => {
    const made = element('details');
    const summary = element('summary');
    const text = element('pre', '…');
    summary.append(element('code', route.path), element('span', ''));
    made.append(summary, text);
    made.ontoggle = attempt(async () => { if (made.open) await look(route.path, summary.lastChild, text); });
    made.open = /health|errors/.test(route.path);
    return made;
  }) : [element('p', 'There are none.', 'about')]));
}

async function look(path, status, text) {
  const reply = await fetch(path);
  const body = await reply.text();
  status.textContent = ' ' + reply.status;
  status.className = reply.ok ? 'good' : 'bad';
  try {
    text.textContent = pretty(JSON.parse(body));
  } catch (other) {
    text.textContent = body.slice(0, 20000);
  }
}

window.onhashchange = show;
attempt(async () => {
  await describe();
  show();
  await refresh();
  setInterval(refresh, 1000);
})();
