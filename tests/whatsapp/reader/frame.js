/** The sidebar's frame, as far as the page reader knows it: it reports to the background. */
chrome.runtime.connect({ name: "sidebar" });
