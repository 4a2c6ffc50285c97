/* A pasted picture is not kept: it stands in the editor as its description, without its bytes, until the clerk saves. Then
   the cleaner takes it out and says so. Without this, the editor would drop it in silence. */
CKEDITOR.on("instanceReady", ({ editor }) => {
  editor.dataProcessor.dataFilter.addRules({
    elements: {
      img({ attributes }) {
        attributes.src = attributes["data-cke-saved-src"] = "data:,";
      },
    },
  });
});
