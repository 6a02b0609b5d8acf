/** C8: embedding is forbidden. The server answers with an enforced embedder policy; the page itself is as ever. */
export default {};
