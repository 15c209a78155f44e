/**
 * In Wagtail's editor: tells every ten seconds, and whenever one goes to another clause, which clause one is in; shows beside each
 * clause who else is in it, and beside Wagtail's list of who is here where each of them is. Wagtail's own form says which page and
 * which session it is. Without it, or without a connection, nothing is shown; nothing depends on it.
 */

/** Milliseconds between two signs; the server forgets a place after three of them (guidelines.presence). */
const EVERY = 10_000;

/** Milliseconds in a clause before it is told, so that walking through with the keyboard tells nothing on the way. */
const SETTLED = 300;

/** Colleagues named in the line on top; clauses name all of them. */
const MOST_NAMED = 3;

const CLAUSE = "[data-streamfield-child][data-contentpath]";

/**
 * Where to tell, and as which session, by the address of Wagtail's own sign of life.
 * @param {string} address
 * @returns {{url: string, session: string} | null} null for what is no page
 */
export function placeToTell(address) {
  const found = /^(.*\/)editing-sessions\/ping\/wagtailcore\/page\/(\d+)\/(\d+)\/$/.exec(address);
  return found && { url: `${found[1]}pages/${found[2]}/here/`, session: found[3] };
}

/**
 * The id of the clause something stands in, "" for none. A clause's rule is made of blocks of its own: the outermost counts.
 * @param {Element | null} element
 * @returns {string}
 */
export function clauseAround(element) {
  const block = element?.closest(CLAUSE);
  return block ? clauseAround(block.parentElement) || block.dataset.contentpath : "";
}

const sessions = () => document.querySelector("form.w-editing-sessions");

const block = (id) => document.querySelector(`[data-streamfield-child][data-contentpath="${CSS.escape(id)}"]`);

function element(name, className, text) {
  const made = document.createElement(name);
  made.className = className;
  made.textContent = text;
  return made;
}

/** Show at each clause who is in it; `sentences` by id of clause. */
function showAtClauses(sentences) {
  for (const mark of document.querySelectorAll(".in-clause")) mark.remove();
  for (const [id, sentence] of Object.entries(sentences)) {
    block(id)?.querySelector(".w-panel__header")?.after(element("p", "in-clause", sentence));
  }
}

/** Show beside Wagtail's list where each colleague is; `people` as [name, id of clause]. */
function showWhere(people) {
  document.querySelector(".in-clauses")?.remove();
  const places = people.filter(([, id]) => block(id)).slice(0, MOST_NAMED);
  if (!places.length) return;
  const list = element("ul", "in-clauses", "");
  for (const [name, id] of places) {
    const heading = block(id).querySelector('input[name$="-heading"]')?.value;
    const link = element("a", "", heading ? `${name}: ${heading}` : name);
    link.href = `#block-${id}-section`;
    const item = document.createElement("li");
    item.append(link);
    list.append(item);
  }
  sessions().after(list);
}

/** Tell where one is, and show where the others are; an editor in the background keeps silent, as Wagtail's does. */
async function tell() {
  const place = placeToTell(sessions()?.dataset.wSwapSrcValue ?? "");
  if (!place || document.hidden) return;
  const token = document.querySelector('[name="csrfmiddlewaretoken"]')?.value ?? "";
  const body = new URLSearchParams({ session: place.session, clause: clauseAround(document.activeElement) });
  let response;
  try {
    response = await fetch(place.url, {
      method: "POST", body, credentials: "same-origin",
      headers: { "X-CSRFToken": token, Accept: "application/json", "X-Requested-With": "XMLHttpRequest" },
    });
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    return; // no connection
  }
  if (!response.ok) return;
  const { people, clauses } = await response.json();
  showAtClauses(clauses);
  showWhere(people);
}

function start() {
  let timer = 0;
  let last = "";
  const soon = () => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      const clause = clauseAround(document.activeElement);
      if (clause !== last) tell();
      last = clause;
    }, SETTLED);
  };
  document.addEventListener("focusin", soon);
  setInterval(tell, EVERY);
}

if (sessions()) start();
