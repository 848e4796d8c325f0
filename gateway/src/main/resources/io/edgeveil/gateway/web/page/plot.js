// Small plots in SVG.

const SVG = 'http://www.w3.org/2000/svg';

function part(svg, tag, className) {
  let element = className ? svg.querySelector(`${tag}.${className}`) : null;
  if (!element) {
    element = document.createElementNS(SVG, tag);
    if (className) element.setAttribute('class', className);
    svg.append(element);
  }
  return element;
}

/** A line of values from 0 up, the newest at the right; `room` is how many fit. */
export function line(svg, values, room, label, filled) {
  const width = 100;
  const height = 30;
  const most = Math.max(...values, 1e-9);
  const step = width / Math.max(1, room - 1);
  const points = values.map(
    (value, i) => `${(width - (values.length - 1 - i) * step).toFixed(2)} ${(height - (value / most) * (height - 2)).toFixed(2)}`);
  svg.setAttribute('viewBox', `0 0 ${width} ${height}`);
  svg.setAttribute('preserveAspectRatio', 'none');
  svg.setAttribute('role', 'img');
  svg.setAttribute('aria-label', label);
  if (filled && points.length) {
    const left = points[0].split(' ')[0];
    part(svg, 'path', 'area').setAttribute('d', `M${left} ${height}L${points.join('L')}L${width} ${height}Z`);
  }
  part(svg, 'path', 'line').setAttribute('d', points.length ? `M${points.join('L')}` : '');
}

/** Bars from 0 up, with a dashed line at their mean. */
export function bars(svg, counts, label) {
  const size = 100;
  const mean = counts.reduce((sum, n) => sum + n, 0) / counts.length;
  const most = Math.max(mean * 2, ...counts);
  const width = size / counts.length;
  svg.setAttribute('viewBox', `0 0 ${size} ${size}`);
  svg.setAttribute('preserveAspectRatio', 'none');
  svg.setAttribute('aria-label', label);
  while (svg.querySelectorAll('rect').length < counts.length) svg.append(document.createElementNS(SVG, 'rect'));
  svg.querySelectorAll('rect').forEach((bar, i) => {
    const height = (counts[i] / most) * size;
    bar.setAttribute('x', (i * width + width * 0.1).toFixed(3));
    bar.setAttribute('y', (size - height).toFixed(3));
    bar.setAttribute('width', (width * 0.8).toFixed(3));
    bar.setAttribute('height', height.toFixed(3));
  });
  const across = svg.querySelector('line') ?? document.createElementNS(SVG, 'line');
  const y = (size - (mean / most) * size).toFixed(3);
  across.setAttribute('x1', '0');
  across.setAttribute('x2', String(size));
  across.setAttribute('y1', y);
  across.setAttribute('y2', y);
  svg.append(across);
}
