// Amounts as people read them, and how they get onto the page.

/** Shows a text, and leaves the page alone where it shows that already. */
export function put(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

export const size = bytes => scaled(bytes, 1024, ['B', 'KiB', 'MiB', 'GiB', 'TiB']);
export const rate = bytes => `${scaled(bytes, 1000, ['B', 'kB', 'MB', 'GB', 'TB'])}/s`;

/** Rounded down, so that only what is complete shows 100%. */
export const percent = progress => `${Math.floor(progress * 100)}%`;

export function duration(seconds) {
  const two = n => String(n).padStart(2, '0');
  const hours = Math.floor(seconds / 3600);
  const minutes = Math.floor(seconds / 60) % 60;
  return hours > 0
    ? `${hours}:${two(minutes)}:${two(seconds % 60)}`
    : `${minutes}:${two(seconds % 60)}`;
}

function scaled(amount, base, units) {
  let unit = 0;
  while (amount >= base && unit < units.length - 1) {
    amount /= base;
    unit++;
  }
  return `${unit === 0 ? amount : amount.toFixed(1)} ${units[unit]}`;
}
