/* Runs before the first paint, so that a stored choice of colours never flashes. The rest is in theme.js. */
(() => {
  const stored = (() => {
    try {
      return localStorage.getItem("peerline-theme");
    } catch {
      return null; // storage is switched off: the system's preference holds
    }
  })();
  if (stored === "light" || stored === "dark") document.documentElement.dataset.bsTheme = stored;
})();
