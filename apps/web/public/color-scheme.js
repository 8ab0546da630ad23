/* global window, document */
// Sets the colour scheme before the first paint, so that a dark page never flashes light.
(function () {
  var chosen = null;
  try {
    chosen = window.localStorage.getItem('os-credits.color-scheme');
  } catch {
    // Storage may be forbidden; the system's preference is then used.
  }
  var isDark =
    chosen === 'dark' ||
    (chosen !== 'light' && window.matchMedia('(prefers-color-scheme: dark)').matches);
  document.documentElement.setAttribute('data-mantine-color-scheme', isDark ? 'dark' : 'light');
})();
