// What the gateway sees of one layer's input.

import { byId, count, make, set } from './text.js';
import { bars } from './plot.js';

// A flat source stays below this in 99 of 100 cases: chi-square, 31 degrees of freedom.
const FLAT_BELOW = 52.2;

export function offerLayers(facts, chosen) {
  const select = byId('layer');
  select.replaceChildren();
  facts.models.forEach((model) => {
    const group = make('optgroup');
    group.label = `${model.name} ${model.version}`;
    model.layers.forEach((layer) => {
      const option = make('option', '', `${layer.name}, ${layer.input}`);
      option.value = layer.key;
      option.selected = layer.key === chosen;
      group.append(option);
    });
    select.append(group);
  });
}

export function forgetGlimpse() {
  const canvas = byId('noise');
  canvas.getContext('2d').clearRect(0, 0, canvas.width, canvas.height);
  canvas.setAttribute('aria-label', 'nothing yet');
  set(byId('noise-caption'), 'waiting for the next inference');
  byId('histogram').replaceChildren();
  set(byId('histogram-caption'), 'how often each value occurs');
}

export function showGlimpse(glimpse) {
  const canvas = byId('noise');
  canvas.width = glimpse.width;
  canvas.height = glimpse.height;
  canvas.style.aspectRatio = `${glimpse.width} / ${glimpse.height}`;
  const image = new ImageData(glimpse.width, glimpse.height);
  const grey = atob(glimpse.pixels);
  for (let i = 0; i < grey.length; i++) {
    const level = grey.charCodeAt(i);
    image.data.set([level, level, level, 255], 4 * i);
  }
  canvas.getContext('2d').putImageData(image, 0, 0);
  canvas.setAttribute('aria-label', `masked input of ${glimpse.layer} from ${glimpse.device}, ${glimpse.width} by ${glimpse.height}: noise`);
  set(byId('noise-caption'), `from ${glimpse.device}, ${glimpse.shape}`);
  const flat = glimpse.chi_square < FLAT_BELOW;
  const verdict = `χ² ${glimpse.chi_square.toFixed(1)}, ${flat ? 'flat' : 'not flat'}`;
  bars(byId('histogram'), glimpse.counts, `how often each value occurs: ${verdict}`);
  set(byId('histogram-caption'), `${count(glimpse.tensors)} tensors: ${verdict}`);
}
