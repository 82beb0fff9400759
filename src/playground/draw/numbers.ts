/** Numbers as the page writes them. */

/** From here on, and below, with an exponent. */
const LARGE = 1e6;
const SMALL = 1e-3;

/** Three digits: `0.0123`, `−4.5e−7`, `1,230`. */
export function shownNumber(value: number, digits = 3): string {
  if (value === 0) return '0';
  if (!Number.isFinite(value)) return value > 0 ? '∞' : value < 0 ? '−∞' : 'none';
  const size = Math.abs(value);
  const text =
    size < SMALL || size >= LARGE
      ? Number(value.toPrecision(digits)).toExponential()
      : Number(value.toPrecision(digits)).toLocaleString('en', { maximumFractionDigits: 12 });
  return text.replace('e+', 'e').replaceAll('-', '\u2212');
}
