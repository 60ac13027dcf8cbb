// Draws growth as SVG: both axes logarithmic, so that what grows in proportion is a straight line of slope one.

const [WIDTH, HEIGHT] = [700, 300];
const PANEL = { width: 290, height: 220, top: 40, gap: 50, left: 45 };
const PANELS = [
  { title: 'CPU, seconds', of: ({ cpu }) => cpu, color: '#0a6ebd' },
  { title: 'peak memory, MiB', of: ({ peak }) => peak, color: '#b3541e' },
];

/** @param rows `{ count, cpu, peak }`, by falling or rising count */
export function growthPlot(rows) {
  const counts = rows.map(({ count }) => count);
  const panels = PANELS.map((panel, k) =>
    panelOf(panel, rows, decadesOf(counts), PANEL.left + k * (PANEL.width + PANEL.gap)),
  );
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" font-family="sans-serif" font-size="11" role="img" aria-label="CPU and memory of a scan by the number of articles">
<rect width="${WIDTH}" height="${HEIGHT}" fill="#fff"/>
${panels.join('\n')}
</svg>
`;
}

function panelOf({ title, of, color }, rows, [least, most], left) {
  const [low, high] = decadesOf(rows.map(of));
  const x = (count) => left + scaled(count, least, most) * PANEL.width;
  const y = (value) => PANEL.top + (1 - scaled(value, low, high)) * PANEL.height;
  const bottom = PANEL.top + PANEL.height;
  const across = powersOf(low, high).map(
    (value) =>
      `<path d="M${left} ${y(value).toFixed(1)}h${PANEL.width}" stroke="#ddd"/><text x="${left - 5}" y="${(y(value) + 4).toFixed(1)}" text-anchor="end">${told(value)}</text>`,
  );
  const down = powersOf(least, most).map(
    (count) =>
      `<path d="M${x(count).toFixed(1)} ${PANEL.top}v${PANEL.height}" stroke="#ddd"/><text x="${x(count).toFixed(1)}" y="${bottom + 15}" text-anchor="middle">${told(count)}</text>`,
  );
  const points = rows.map((row) => [x(row.count).toFixed(1), y(of(row)).toFixed(1)]);
  const dots = points.map(([cx, cy]) => `<circle cx="${cx}" cy="${cy}" r="3" fill="${color}"/>`);
  return [
    `<text x="${left}" y="${PANEL.top - 12}" font-weight="bold">${title}</text>`,
    ...across,
    ...down,
    `<polyline points="${points.map((point) => point.join(',')).join(' ')}" fill="none" stroke="${color}" stroke-width="2"/>`,
    ...dots,
    `<text x="${left + PANEL.width / 2}" y="${bottom + 32}" text-anchor="middle">articles</text>`,
  ].join('\n');
}

/** The powers of ten around some numbers. */
function decadesOf(numbers) {
  return [10 ** Math.floor(Math.log10(Math.min(...numbers))), 10 ** Math.ceil(Math.log10(Math.max(...numbers)))];
}

function powersOf(least, most) {
  return Array.from({ length: Math.round(Math.log10(most / least)) + 1 }, (_, k) => least * 10 ** k);
}

function scaled(value, least, most) {
  return Math.log(value / least) / Math.log(most / least);
}

function told(number) {
  if (number >= 1e6) return `${number / 1e6}M`;
  return number >= 1e4 ? `${number / 1e3}k` : `${number}`;
}
