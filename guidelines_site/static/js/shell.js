/** What every page of Peerline needs beyond its HTML; all of it is an extra, no page depends on it. */
import { installContents } from "./contents.js";
import { forgetAll, forgetSent, unmarkSent } from "./kept-texts.js";
import { installMenu } from "./menus.js";
import { installThemeToggle } from "./theme.js";

document.querySelectorAll("[data-theme-toggle]").forEach(installThemeToggle);
document.querySelectorAll(".toc").forEach(installContents);
document.querySelectorAll("details[data-menu]").forEach(installMenu);
if (document.querySelector("[data-saved]")) forgetSent();
if (document.querySelector("[data-not-done]")) unmarkSent();
document.querySelectorAll("form[data-signs-out]").forEach((form) => form.addEventListener("submit", forgetAll));
