import assert from "node:assert/strict";
import test from "node:test";
import { PageModel } from "../src/models.js";

/** As much of Jupyter's model as is leant on: traits, what a kernel will be told, and every event on "all". */
function jupyterModel(state) {
  const unsaved = {};
  const heard = [];
  return {
    saved: [],
    sent: [],
    get: (name) => state[name],
    set: (part) => Object.assign(state, part) && Object.assign(unsaved, part),
    set_state: (part) => Object.assign(state, part),
    on: (event, listener) => event === "all" && heard.push(listener),
    say: (...event) => heard.forEach((listener) => listener(...event)),
    save_changes() {
      this.saved.push({ ...unsaved });
    },
    send(content) {
      this.sent.push(content);
    },
  };
}

test("a trait that is set is heard at once, without anything of Jupyter's", () => {
  const model = new PageModel({ shown: 1 }, () => assert.fail("nobody has asked for a kernel"));
  const seen = [];
  model.on("change:shown", () => seen.push(model.get("shown")));
  model.set("shown", 2);
  model.set_state({ shown: 3 });
  assert.deepEqual(seen, [2, 3]);
});

test("the kernel is told what was chosen before it came, and not what came from outside", async () => {
  const real = jupyterModel({ selection: "all", shown: null });
  const model = new PageModel({ selection: "all", shown: null }, async () => real);
  model.set_state({ shown: "figures" });
  model.set("selection", "girls");
  await model.save_changes();
  assert.deepEqual(real.saved, [{ selection: "girls" }]);
  assert.equal(model.get("shown"), "figures");
});

test("what the kernel says is heard where one listened from the beginning", async () => {
  const real = jupyterModel({});
  const model = new PageModel({}, async () => real);
  const seen = [];
  model.on("msg:custom", (message) => seen.push(message));
  await model.send({ type: "answer" });
  real.say("msg:custom", { answer: 14 });
  assert.deepEqual(real.sent, [{ type: "answer" }]);
  assert.deepEqual(seen, [{ answer: 14 }]);
});

test("two who ask at the same time meet the same model once", async () => {
  const real = jupyterModel({});
  let heard = 0;
  const model = new PageModel({}, async () => real);
  model.on("change:shown", () => (heard += 1));
  await Promise.all([model.send(1), model.send(2)]);
  real.say("change:shown");
  assert.equal(heard, 1);
  assert.deepEqual(real.sent, [1, 2]);
});

test("without a net one is told, and the next try begins anew", async () => {
  const real = jupyterModel({});
  const answers = [Promise.reject(new Error("net")), Promise.resolve(real)];
  const model = new PageModel({}, () => answers.shift());
  const said = [];
  model.on("kernel:refused", (sentence) => said.push(sentence));
  model.set("selection", "girls");
  await model.save_changes();
  assert.equal(said.length, 1);
  await model.save_changes();
  assert.deepEqual(real.saved, [{ selection: "girls" }]);
});
