/** A dialog over the page, which stands still behind it until the dialog is closed. */
export function openModal(dialog) {
  document.body.style.overflow = "hidden";
  dialog.addEventListener("close", () => (document.body.style.overflow = ""), { once: true });
  dialog.showModal();
}
