// Listens to the gateway and shows what it says.

import { bytes, byId, count, set, short } from './text.js';
import { line } from './plot.js';
import { showSensors } from './sensors.js';
import { showModels, showTimes } from './layers.js';
import { showAlarms } from './alarms.js';
import { forgetGlimpse, offerLayers, showGlimpse } from './glimpse.js';

const POINTS = 180;
const STEADY = 10;
const SILENCE_MS = 8000;

let points = [];
let source;
let chosen = null;
let silence;

function state(kind, text) {
  byId('state').dataset.state = kind;
  set(byId('state'), text);
}

function showFacts(facts) {
  set(byId('gateway'), facts.gateway);
  set(byId('version'), facts.info.version);
  document.title = `${facts.gateway} · Edgeveil`;
  set(byId('facts'), [`kernel ${facts.info.kernel}`, facts.info.cpu, `${facts.info.threads} threads`, `broker ${facts.broker}`,
    facts.dealer ? 'deals pads' : '', `since ${facts.info.started_at.replace('T', ' ').replace('Z', ' UTC')}`].filter(Boolean).join(' · '));
  showModels(facts);
  const keys = facts.models.flatMap((model) => model.layers.map((layer) => layer.key));
  if (!keys.includes(chosen)) {
    chosen = keys[0] ?? null;
    offerLayers(facts, chosen);
    if (chosen) listen();
  }
}

function plot(id, key, label) {
  line(byId(id), points.map((point) => point[key]), POINTS, label, true);
}

/** The mean of the last seconds: one alone jumps. */
function lately(key) {
  const last = points.slice(-STEADY);
  return last.reduce((sum, point) => sum + point[key], 0) / last.length;
}

function rate(id, unitId, n) {
  const [number, unit] = bytes(n);
  set(byId(id), number);
  set(byId(unitId), `${unit}/s`);
}

function showMoment(moment) {
  const { figures, point } = moment;
  points = [...points, point].slice(-POINTS);
  state(moment.ready ? 'serving' : 'bad',
    moment.ready ? `serving, ${count(figures.sessions)} ${figures.sessions === 1 ? 'session' : 'sessions'}`
      : moment.broker_connected ? 'not ready' : 'no connection to the broker');
  set(byId('inferences-rate'), short(lately('inferences_per_s')));
  set(byId('inferences'), count(figures.inferences));
  set(byId('layers-rate'), short(lately('layers_per_s')));
  set(byId('layers-total'), count(figures.layers));
  const busy = points.findLast((past) => past.compute_ms > 0);
  set(byId('compute'), busy ? short(busy.compute_ms) : '–');
  set(byId('queue'), count(figures.queue));
  rate('received-rate', 'received-unit', lately('received_per_s'));
  rate('sent-rate', 'sent-unit', lately('sent_per_s'));
  set(byId('received'), bytes(moment.received_bytes).join(' '));
  set(byId('sent'), bytes(moment.sent_bytes).join(' '));
  plot('inferences-plot', 'inferences_per_s', 'inferences a second, three minutes');
  plot('layers-plot', 'layers_per_s', 'layers a second, three minutes');
  plot('compute-plot', 'compute_ms', 'milliseconds a layer, three minutes');
  plot('received-plot', 'received_per_s', 'bytes a second from sensors, three minutes');
  plot('sent-plot', 'sent_per_s', 'bytes a second to sensors, three minutes');
  showSensors(moment);
  showTimes(moment);
  showAlarms(moment);
}

function heard() {
  clearTimeout(silence);
  silence = setTimeout(() => state('bad', 'the gateway is silent'), SILENCE_MS);
}

function listen() {
  source?.close();
  source = new EventSource(chosen ? `/events?layer=${chosen}` : '/events');
  const on = (name, show) => source.addEventListener(name, (event) => {
    heard();
    show(JSON.parse(event.data));
  });
  on('facts', showFacts);
  on('past', (past) => { points = past; });
  on('moment', showMoment);
  on('glimpse', (glimpse) => {
    if (glimpse.layer === chosen) showGlimpse(glimpse);
  });
  source.onerror = () => {
    state('bad', 'no connection to the gateway');
    if (source.readyState === EventSource.CLOSED) setTimeout(listen, 5000);
  };
}

byId('layer').addEventListener('change', (event) => {
  chosen = event.target.value;
  forgetGlimpse();
  listen();
});
listen();
