/**
 * The contents of a long text (`.toc`): open beside the text where there is room, closed above it on a phone, and saying which
 * part is being read. Without this they are shown or collapsed by the style sheet alone.
 */

const ROOM_BESIDE = "(min-width: 62rem)";

/** @param {HTMLElement} nav a `.toc` with `<details>` and links to parts of this page */
export function installContents(nav) {
  const details = nav.querySelector("details");
  const media = matchMedia(ROOM_BESIDE);
  const fit = () => {
    if (details) details.open = media.matches;
  };
  media.addEventListener("change", fit);
  fit();
  followReading(nav);
}

/** Mark the link to the topmost part that stands on screen. */
function followReading(nav) {
  const links = new Map([...nav.querySelectorAll('a[href^="#"]')].map((link) => [link.hash.slice(1), link]));
  const onScreen = new Set();
  const parts = [...links.keys()].map((id) => document.getElementById(id)).filter(Boolean);
  const observer = new IntersectionObserver((changes) => {
    for (const { target, isIntersecting } of changes) onScreen[isIntersecting ? "add" : "delete"](target);
    const topmost = parts.find((part) => onScreen.has(part));
    if (!topmost) return;
    for (const [id, link] of links) link.toggleAttribute("aria-current", id === topmost.id);
    links.get(topmost.id).setAttribute("aria-current", "location");
  });
  parts.forEach((part) => observer.observe(part));
}
