import { h, mount } from "../dom.js";
function Todo({ model }) { return h("p", null, JSON.stringify(model.get("content"))); }
export default { render: ({ model, el, room, level }) => mount(Todo, { model, room, level }, el) };
