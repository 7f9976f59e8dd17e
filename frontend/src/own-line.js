/**
 * How soon this browser hears what happens in a room: it listens as the projector does, and compares when the
 * server wrote the news with when they came. The two clocks are set by the fastest of some small calls.
 */
const SHARE = 0.95;

export class OwnLine {
  constructor(base) {
    this.base = base;
    this.fastest = Infinity;
    this.ahead = 0; // how many milliseconds the server's clock is ahead of ours
    this.heard = [];
    this.code = "";
    this.source = null;
  }

  /** A call was sent and answered at these times of ours; the server wrote `serverTime` in between. */
  set(sent, got, serverTime) {
    if (got - sent >= this.fastest) return;
    this.fastest = got - sent;
    this.ahead = new Date(serverTime).getTime() - (sent + got) / 2;
  }

  /** Listen to the room `code`, once. */
  follow(code) {
    if (this.code === code || typeof EventSource === "undefined") return;
    this.close();
    this.code = code;
    let isFirst = true; // how things stood already is no news
    this.source = new EventSource(`${this.base}api/room/${code}/live?as=projector`);
    this.source.addEventListener("snapshot", (event) => {
      if (!isFirst) this.note(JSON.parse(event.data).server_time, Date.now());
      isFirst = false;
    });
    this.source.onerror = () => this.close(); // the room is gone, or the line broke: what was heard stands
  }

  /** News that the server wrote at `serverTime` came at `now`. */
  note(serverTime, now) {
    this.heard.push({ now, serverTime: new Date(serverTime).getTime() });
  }

  /** Seconds until 95 of 100 news were here; null when none came. */
  get seconds() {
    if (this.heard.length === 0) return null;
    const waits = this.heard.map(({ now, serverTime }) => Math.max(0, now + this.ahead - serverTime)).sort((a, b) => a - b);
    return waits[Math.ceil(SHARE * waits.length) - 1] / 1000;
  }

  close() {
    this.source?.close();
    this.source = null;
  }
}
