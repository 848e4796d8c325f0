// Models and their layers.

import { byId, count, keep, make, set, short } from './text.js';

const COLUMNS = [['Layer', 'c-name'], ['Kind', 'c-kind minor'], ['Input', 'c-shape minor'], ['Output', 'c-shape minor'],
  ['Weights', 'c-weights n minor'], ['k', 'c-k n minor'], ['Computed', 'c-count n'], ['Mean time', 'c-time n']];

function table(model) {
  const frame = make('table');
  const head = make('tr');
  COLUMNS.forEach(([name, className]) => {
    const th = make('th', className, name);
    th.scope = 'col';
    head.append(th);
  });
  frame.append(make('thead'), make('tbody'));
  frame.tHead.append(head);
  model.layers.forEach((layer) => {
    const row = make('tr');
    row.dataset.layer = layer.key;
    const name = make('th', '', layer.name);
    name.scope = 'row';
    name.append(make('small', '', `k ${layer.k_bits} · ${layer.input} → ${layer.output}`));
    const time = make('td', 'n');
    const bar = make('span', 'bar');
    bar.append(make('i'));
    time.append(bar, make('span', 'ms', '–'));
    row.append(name, make('td', 'minor', layer.kind), make('td', 'minor', layer.input), make('td', 'minor', layer.output),
      make('td', 'n minor', count(layer.weights)), make('td', 'n minor', layer.k_bits), make('td', 'n times', '0'), time);
    frame.tBodies[0].append(row);
  });
  return frame;
}

export function showModels(facts) {
  keep(byId('models'), facts.models, (model) => `${model.name}/${model.version}`, (model) => {
    const box = make('div', 'model');
    const title = make('h3', '', `${model.name} ${model.version}`);
    title.append(make('small', '', `${model.layers.length} layers, ${count(model.parameters)} weights, digest ${model.digest.slice(0, 12)}…`));
    box.append(title, table(model));
    return box;
  }, () => {});
}

export function showTimes(moment) {
  const most = Math.max(1e-9, ...Object.values(moment.layers).map(([, ms]) => ms));
  document.querySelectorAll('#models tr[data-layer]').forEach((row) => {
    const figures = moment.layers[row.dataset.layer];
    if (!figures) return;
    const [times, ms] = figures;
    set(row.querySelector('.times'), count(times));
    set(row.querySelector('.ms'), `${short(ms)} ms`);
    row.querySelector('.bar i').style.width = `${(100 * ms / most).toFixed(1)}%`;
  });
}
