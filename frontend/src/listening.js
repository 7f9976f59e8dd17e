/**
 * The room as it comes from the server: Server-Sent Events, or a look every other second where those do not get
 * through, and now and then a look all the same, because a line that has died without a word would be believed.
 */
import { ask } from "./net.js";
import { Room } from "./room-base.js";
import { t } from "./text.js";

const POLL = 2000;
const SLOW_LOOK = { participant: 15_000, facilitator: 6_000, projector: 6_000 };
const LIVE_PATIENCE = 6000;
const FIRST_PATIENCE = 2000;
const SILENT = 26_000; // longer than the slowest look and its patience
const WATCH = 2000;
export const RETRY = { first: 1500, busy: 6000, longest: 30_000 }; // a busy server answers, and catches up soon
const WAKERS = () => [[document, "visibilitychange"], [window, "online"], [window, "pageshow"]];

export const around = (milliseconds) => milliseconds * (0.7 + 0.6 * Math.random()); // so that forty phones do not knock at once
const isHidden = () => document.visibilityState === "hidden";

export class ListeningRoom extends Room {
  constructor({ base, code, as }) {
    super(`lmtools.${code}.${as}.draft.`);
    Object.assign(this, { base, code, as });
    this.address = `${base}api/room/${encodeURIComponent(code)}`;
    this.clockOffset = 0;
    this.gone = null; // a sentence, once the server no longer knows this visitor
    this.isDeleted = false; // whether it is the session that is no more
    this.isLive = false;
    this.heard = { at: null, since: Date.now(), misses: 0 }; // `at`: when the server last told us how things are
  }

  start() {
    this.stopped = false;
    this.onWake = (event) => {
      if (isHidden() || event.persisted === false) return; // a page that only just opened is awake
      this.wake();
    };
    this.onOffline = () => this.watch();
    for (const [target, event] of WAKERS()) target.addEventListener(event, this.onWake);
    window.addEventListener("offline", this.onOffline);
    this.watcher = setInterval(() => this.watch(), WATCH);
    this.begun = this.wake();
    this.slowLook();
  }

  /** The page opens, or comes back: hear at once how things are. The promise is kept when that has been tried. */
  wake() {
    this.heard = { ...this.heard, since: Date.now() };
    const looked = this.refresh();
    this.openLive();
    return looked;
  }

  /** Kept when it is known how things are, or when one has waited long enough to be told of that. */
  firstHeard() {
    return Promise.race([this.begun, new Promise((resolve) => setTimeout(resolve, FIRST_PATIENCE))]);
  }

  stop() {
    this.stopped = true;
    this.closeLive();
    clearTimeout(this.slowTimer);
    clearInterval(this.watcher);
    for (const [target, event] of WAKERS()) target.removeEventListener(event, this.onWake);
    window.removeEventListener("offline", this.onOffline);
  }

  /** The server's time now, in milliseconds. */
  now() {
    return Date.now() + this.clockOffset;
  }

  apply(snapshot) {
    if (!snapshot || (this.snapshot && snapshot.revision < this.snapshot.revision)) return;
    this.snapshot = snapshot;
    this.clockOffset = new Date(snapshot.server_time).getTime() - Date.now();
    this.gone = null;
    this.emit();
  }

  async refresh() {
    try {
      const answer = await ask(`${this.address}?as=${this.as}`, { cache: "no-store" });
      if (answer.ok && answer.body) return this.hear(answer.body);
      if ([401, 403, 404, 410].includes(answer.status)) this.lose(answer);
      else this.miss();
    } catch {
      this.miss(); // the next look, or the browser's own event, tries again
    }
    return undefined;
  }

  /** The server has told how things are. */
  hear(snapshot) {
    this.heard = { at: Date.now(), since: Date.now(), misses: 0 };
    this.watch();
    this.apply(snapshot);
  }

  miss() {
    this.heard.misses += 1;
    this.watch();
  }

  /** Whether what the page shows may be old; a page that nobody looks at is not asked. */
  watch() {
    if (this.stopped || isHidden()) return;
    const isAway = navigator.onLine === false || this.heard.misses >= 2 || Date.now() - this.heard.since > SILENT;
    if (isAway === this.isAway) return;
    this.isAway = isAway;
    this.emit();
  }

  lose({ status, body }) {
    this.isDeleted = status === 404 && this.snapshot !== null; // it was here a moment ago
    this.gone = this.isDeleted ? t("Økta er slettet, og det som ble skrevet i den, er borte.") : (body?.error ?? "");
    this.stop();
    this.emit();
  }

  openLive() {
    this.closeLive();
    if (this.stopped || typeof EventSource === "undefined") return this.poll();
    const source = new EventSource(`${this.address}/live?as=${this.as}`);
    this.source = source;
    source.addEventListener("snapshot", (event) => {
      this.isLive = true;
      this.liveIn = RETRY.first;
      clearTimeout(this.pollTimer);
      this.hear(JSON.parse(event.data));
    });
    source.addEventListener("gone", () => this.lose({ status: 404 }));
    source.onerror = () => {
      this.closeLive();
      if (this.stopped) return;
      this.liveIn = Math.min((this.liveIn ?? RETRY.first) * 2, RETRY.longest);
      this.liveTimer = setTimeout(() => this.openLive(), around(this.liveIn));
      this.poll();
    };
    this.patience = setTimeout(() => !this.isLive && this.poll(), LIVE_PATIENCE);
  }

  closeLive() {
    this.source?.close();
    this.source = null;
    this.isLive = false;
    for (const timer of [this.liveTimer, this.pollTimer, this.patience]) clearTimeout(timer);
  }

  poll() {
    clearTimeout(this.pollTimer);
    if (this.stopped || this.isLive) return;
    this.pollTimer = setTimeout(async () => {
      if (!isHidden()) await this.refresh();
      this.poll();
    }, around(POLL));
  }

  slowLook() {
    this.slowTimer = setTimeout(async () => {
      if (!isHidden()) await this.refresh();
      if (!this.stopped) this.slowLook();
    }, around(SLOW_LOOK[this.as]));
  }

  /** The phase of `step` now: its own while it is on, "after" when the room has moved on, "before" until then. */
  phase(step) {
    const { now, steps } = this.snapshot ?? {};
    if (!now) return "before";
    if (now.step === step) return now.phase;
    const order = steps.map(({ key }) => key);
    return order.indexOf(step) < order.indexOf(now.step) ? "after" : "before";
  }
}
