/**
 * A dialog that shows a page's form and its answers: fetched as fragments, sent by fetch, re-rendered with its errors.
 * Whatever goes wrong, it offers the same form as a page of its own.
 */

/** What marks a request as one for a fragment, for the server. */
const FRAGMENT_HEADERS = { "X-Requested-With": "XMLHttpRequest" };

/**
 * The nodes to show of an answer: those of `<main>` if a whole page came, else all.
 * @param {string} html
 * @returns {DocumentFragment}
 */
export function nodesOf(html) {
  const parsed = new DOMParser().parseFromString(html, "text/html");
  const fragment = document.createDocumentFragment();
  fragment.append(...(parsed.querySelector("main") ?? parsed.body).childNodes);
  return fragment;
}

/**
 * Whether an answer can be shown: a form, its errors (422) or a plain refusal in HTML, but not a sign-in page or a fault.
 * @param {Response} response
 * @returns {boolean}
 */
export function isShowable(response) {
  const isHtml = (response.headers.get("Content-Type") ?? "").startsWith("text/html");
  return isHtml && response.status < 500 && ![401, 403].includes(response.status) && !response.url.includes("/accounts/");
}

/**
 * What a refusal for a script says (`{"error": …}`), "" for any other answer.
 * @param {Response} response
 * @returns {Promise<string>}
 */
async function reasonOf(response) {
  const isJson = (response.headers.get("Content-Type") ?? "").startsWith("application/json");
  return isJson ? ((await response.json()).error ?? "") : "";
}

/**
 * The token of forms that is valid now: a new one comes with every sign-in, also in another tab.
 * @param {string} cookies as `document.cookie` gives them
 * @returns {string}
 */
export function currentToken(cookies) {
  return /(?:^|; )csrftoken=([^;]+)/.exec(cookies)?.[1] ?? "";
}

/** @typedef {{title: string, close: string, failed: string, openPage: string}} Labels */

export class FragmentDialog {
  #url;
  #labels;
  #returnFocusTo;
  #sent = false;
  #dialog = document.createElement("dialog");
  #body = document.createElement("div");

  /** @param {{url: URL, labels: Labels, returnFocusTo: HTMLElement}} options */
  constructor({ url, labels, returnFocusTo }) {
    this.#url = url;
    this.#labels = labels;
    this.#returnFocusTo = returnFocusTo;
  }

  /** Show the dialog at once and fill it when the form has come. */
  open() {
    this.#build();
    document.body.append(this.#dialog);
    this.#dialog.showModal();
    this.#dialog.querySelector("h2").focus();
    const url = new URL(this.#url);
    url.searchParams.set("fragment", "1");
    return this.#load(url, { headers: FRAGMENT_HEADERS });
  }

  #build() {
    const head = document.createElement("div");
    const title = document.createElement("h2");
    const close = document.createElement("button");
    head.className = "flag-dialog-head";
    title.textContent = this.#labels.title;
    title.id = "fragment-dialog-title";
    title.tabIndex = -1;
    close.type = "button";
    close.className = "btn btn-outline-secondary btn-sm";
    close.textContent = this.#labels.close;
    close.addEventListener("click", () => this.#dialog.close());
    head.append(title, close);
    this.#body.className = "flag-dialog-body";
    this.#body.tabIndex = 0;
    this.#body.setAttribute("role", "group");
    this.#body.setAttribute("aria-labelledby", title.id);
    this.#dialog.className = "flag-dialog";
    this.#dialog.setAttribute("aria-labelledby", title.id);
    this.#dialog.append(head, this.#body);
    this.#dialog.addEventListener("submit", (event) => this.#submit(event));
    this.#dialog.addEventListener("click", (event) => event.target.closest("[data-close]") && this.#dialog.close());
    this.#dialog.addEventListener("close", () => this.#leave());
  }

  async #load(url, options) {
    this.#body.setAttribute("aria-busy", "true");
    try {
      const response = await fetch(url, { credentials: "same-origin", ...options });
      if (isShowable(response)) this.#show(await response.text());
      else this.#apologise(await reasonOf(response));
    } catch (error) {
      if (!(error instanceof TypeError)) throw error;
      this.#apologise(); // no connection
    } finally {
      this.#body.removeAttribute("aria-busy");
    }
  }

  #show(html) {
    this.#body.replaceChildren(nodesOf(html));
    this.#body.scrollTop = 0;
    const wrong = this.#body.querySelector("[aria-invalid='true'], [role='alert']");
    if (wrong && !wrong.matches("input, select, textarea")) wrong.tabIndex = -1;
    if (wrong) wrong.focus();
    else if (this.#sent) this.#body.focus();
  }

  /** Say what went wrong: above a form that could not be sent, which keeps what was typed, or in place of one that did not come. */
  #apologise(reason) {
    const text = document.createElement("p");
    text.setAttribute("role", "alert");
    text.textContent = reason || this.#labels.failed;
    text.className = "notice notice-error";
    text.tabIndex = -1;
    this.#body.querySelector("[data-send-failed]")?.remove();
    if (this.#sent && this.#body.querySelector("form")) {
      text.dataset.sendFailed = "";
      this.#body.prepend(text);
      text.focus();
      return;
    }
    const link = document.createElement("a");
    link.href = this.#url.href;
    link.className = "btn btn-primary";
    link.textContent = this.#labels.openPage;
    this.#body.replaceChildren(text, link);
    link.focus();
  }

  #submit(event) {
    const form = event.target;
    if (form.method === "dialog") return;
    event.preventDefault();
    this.#sent = true;
    const action = new URL(form.getAttribute("action") || this.#url.href, this.#url);
    if (form.method === "get") {
      action.search = new URLSearchParams(new FormData(form, event.submitter)).toString();
      this.#load(action, { headers: FRAGMENT_HEADERS });
    } else {
      const body = new FormData(form, event.submitter);
      const token = currentToken(document.cookie);
      if (token) body.set("csrfmiddlewaretoken", token);
      this.#load(action, { method: "POST", body, headers: FRAGMENT_HEADERS });
    }
  }

  #leave() {
    this.#dialog.remove();
    if (!this.#returnFocusTo.matches("a, button")) this.#returnFocusTo.tabIndex = -1;
    this.#returnFocusTo.focus();
  }
}
