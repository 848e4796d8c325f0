// Numbers and times as people read them. What comes from devices is only ever set as text.

const whole = new Intl.NumberFormat('en', { maximumFractionDigits: 0 });

export const count = (n) => whole.format(n);

/** Three figures at most: 0.42, 4.2, 42, 420. */
export function short(x) {
  const digits = x === 0 || x >= 100 ? 0 : x >= 10 ? 1 : 2;
  return new Intl.NumberFormat('en', { maximumFractionDigits: digits, minimumFractionDigits: digits }).format(x);
}

const UNITS = ['B', 'kB', 'MB', 'GB', 'TB'];

/** [number, unit] */
export function bytes(n) {
  let unit = 0;
  while (n >= 1000 && unit < UNITS.length - 1) {
    n /= 1000;
    unit++;
  }
  return [unit === 0 ? count(n) : short(n), UNITS[unit]];
}

/** How long before `now` a time was; both ISO 8601. */
export function ago(then, now) {
  const seconds = Math.max(0, Math.round((Date.parse(now) - Date.parse(then)) / 1000));
  if (seconds < 3) return 'now';
  if (seconds < 120) return `${seconds} s ago`;
  if (seconds < 7200) return `${Math.round(seconds / 60)} min ago`;
  if (seconds < 172800) return `${Math.round(seconds / 3600)} h ago`;
  return `${Math.round(seconds / 86400)} days ago`;
}

export const byId = (id) => document.getElementById(id);

/** Sets text where it differs, so that nothing flickers and no reader repeats itself. */
export function set(element, text) {
  const value = String(text);
  if (element.textContent !== value) element.textContent = value;
}

/** An element with a class and text. */
export function make(tag, className, text) {
  const element = document.createElement(tag);
  if (className) element.className = className;
  if (text !== undefined) element.textContent = text;
  return element;
}

/** Keeps one child of `parent` for each item, in order: made once by `build`, brought up to date by `update`. */
export function keep(parent, items, key, build, update) {
  const known = new Map([...parent.children].map((child) => [child.dataset.key, child]));
  items.forEach((item, place) => {
    const name = key(item);
    let child = known.get(name);
    if (child) {
      known.delete(name);
    } else {
      child = build(item);
      child.dataset.key = name;
    }
    if (parent.children[place] !== child) parent.insertBefore(child, parent.children[place] ?? null);
    update(child, item);
  });
  known.forEach((child) => child.remove());
}
