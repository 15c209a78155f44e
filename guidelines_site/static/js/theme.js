/** Light or dark colours: the system's preference, unless this person chose otherwise on this device. */

const KEY = "peerline-theme";

/**
 * The theme to remember after pressing the toggle, or null to follow the system again.
 * @param {"light"|"dark"} shown the theme on screen now
 * @param {"light"|"dark"} system what the system prefers
 * @returns {"light"|"dark"|null}
 */
export function choiceAfterToggle(shown, system) {
  const next = shown === "dark" ? "light" : "dark";
  return next === system ? null : next;
}

function remember(choice) {
  try {
    if (choice) localStorage.setItem(KEY, choice);
    else localStorage.removeItem(KEY);
  } catch {
    // Storage is switched off: the choice holds for this page only.
  }
}

/**
 * Make the toggle button work and keep it true when the system's preference changes.
 * @param {HTMLButtonElement} button
 */
export function installThemeToggle(button) {
  const root = document.documentElement;
  const media = matchMedia("(prefers-color-scheme: dark)");
  const system = () => (media.matches ? "dark" : "light");
  const shown = () => root.dataset.bsTheme ?? system();
  const show = () => button.setAttribute("aria-pressed", String(shown() === "dark"));

  button.addEventListener("click", () => {
    const choice = choiceAfterToggle(shown(), system());
    if (choice) root.dataset.bsTheme = choice;
    else delete root.dataset.bsTheme;
    remember(choice);
    show();
  });
  media.addEventListener("change", show);
  show();
  button.hidden = false;
}
