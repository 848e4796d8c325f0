// The table of sensors.

import { ago, byId, bytes, count, keep, make, set, short } from './text.js';
import { line } from './plot.js';

const FEW_PADS = 50;
const LATENCIES = 40;

function cell(row, name, label, className) {
  const data = make('td', className);
  data.dataset.label = label;
  data.dataset.name = name;
  row.append(data);
  return data;
}

function build(sensor) {
  const row = make('tr');
  const head = make('th');
  head.scope = 'row';
  head.append(make('span', 'dot', sensor.device), make('small'));
  row.append(head);
  cell(row, 'seen', 'Last heard');
  cell(row, 'inferences', 'Inferences', 'n');
  cell(row, 'rate', 'A minute', 'n');
  const latency = cell(row, 'latency', 'Latency', 'n wide');
  const plot = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
  plot.setAttribute('class', 'tiny');
  latency.append(plot, make('span'));
  cell(row, 'pads', 'Pads left', 'n');
  return row;
}

function update(row, sensor, now) {
  const at = (name) => row.querySelector(`[data-name="${name}"]`);
  const dot = row.querySelector('.dot');
  dot.dataset.state = sensor.state;
  dot.title = sensor.state || 'says nothing of its state';
  const traffic = [sensor.received_bytes, sensor.sent_bytes].map((n) => bytes(n).join('\u00a0'));
  set(row.querySelector('th small'), [sensor.model, sensor.state === 'offline' ? 'offline' : '', `↑\u00a0${traffic[0]} ↓\u00a0${traffic[1]}`]
    .filter(Boolean).join(' · '));
  set(at('seen'), sensor.last_seen ? ago(sensor.last_seen, now) : '–');
  set(at('inferences'), count(sensor.inferences));
  set(at('rate'), short(sensor.per_minute));
  const times = sensor.latencies_ms;
  const latency = at('latency');
  const last = times.at(-1);
  latency.querySelector('svg').style.visibility = times.length > 1 ? 'visible' : 'hidden';
  line(latency.querySelector('svg'), times, LATENCIES, `the last ${times.length} latencies`);
  set(latency.querySelector('span'), last === undefined ? '–' : `${count(last)} ms`);
  const pads = at('pads');
  set(pads, sensor.pads_left < 0 ? '–' : count(sensor.pads_left));
  pads.classList.toggle('low', sensor.pads_left >= 0 && sensor.pads_left < FEW_PADS);
}

export function showSensors(moment) {
  const sensors = moment.sensors;
  byId('sensors').hidden = sensors.length === 0;
  byId('no-sensors').hidden = sensors.length > 0;
  keep(byId('sensors').tBodies[0], sensors, (sensor) => sensor.device, build, (row, sensor) => update(row, sensor, moment.at));
  const more = moment.sensors_known - sensors.length;
  set(byId('more-sensors'), more > 0 ? `${count(more)} more were heard of longer ago.` : '');
}
