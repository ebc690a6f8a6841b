// The piece map: one cell per piece, or per run of pieces where there are more than cells.

const CELL = 10;
const MOST_ROWS = 24;

/** Base64 of the wire form, as a function from piece to whether it is there. */
export function bitfield(base64) {
  const bytes = Uint8Array.from(atob(base64), char => char.charCodeAt(0));
  return piece => (bytes[piece >> 3] & (0x80 >> (piece & 7))) !== 0;
}

export function draw(canvas, { total, completed, bitfield: verified, started }) {
  const width = canvas.clientWidth;
  const columns = Math.max(1, Math.floor(width / CELL));
  const rows = Math.min(MOST_ROWS, Math.ceil(total / columns));
  const scale = window.devicePixelRatio || 1;
  canvas.width = width * scale;
  canvas.height = rows * CELL * scale;
  canvas.setAttribute('aria-label', `${completed} of ${total} pieces verified`);

  const isVerified = bitfield(verified);
  const isStarted = bitfield(started);
  const style = getComputedStyle(canvas);
  const colour = name => style.getPropertyValue(name);
  const context = canvas.getContext('2d');
  context.scale(scale, scale);
  const cells = Math.min(total, columns * rows);
  for (let cell = 0; cell < cells; cell++) {
    const from = Math.floor((cell * total) / cells);
    const to = Math.floor(((cell + 1) * total) / cells);
    const x = (cell % columns) * CELL;
    const y = Math.floor(cell / columns) * CELL;
    paint(context, x, y, look(from, to, isVerified, isStarted), colour);
  }
}

/** How much of a run is verified, from 0 to 1, and whether any of it is arriving. */
function look(from, to, isVerified, isStarted) {
  let verified = 0;
  let arriving = false;
  for (let piece = from; piece < to; piece++) {
    if (isVerified(piece)) verified++;
    else if (isStarted(piece)) arriving = true;
  }
  return { verified: verified / (to - from), arriving };
}

function paint(context, x, y, { verified, arriving }, colour) {
  const fill = (name, alpha) => {
    context.globalAlpha = alpha;
    context.fillStyle = resolve(context.canvas, colour(name));
    context.fillRect(x + 0.5, y + 0.5, CELL - 1.5, CELL - 1.5);
  };
  fill('--line', 1);
  if (arriving) fill('--busy', 0.9);
  if (verified > 0) fill('--done', arriving ? verified * 0.8 : verified);
  context.globalAlpha = 1;
}

const resolved = new Map();

/** A canvas does not know light-dark(): let the page's style compute the colour. */
function resolve(canvas, value) {
  const dark = matchMedia('(prefers-color-scheme: dark)').matches;
  const key = value + dark;
  if (!resolved.has(key)) {
    canvas.style.color = value;
    resolved.set(key, getComputedStyle(canvas).color);
    canvas.style.color = '';
  }
  return resolved.get(key);
}
