// Runs before anything else in the page. The policy at the top of the file leaves room for one kind of request; this
// narrows it to what the settings allow. A later policy can narrow an earlier one and never widen it, so nothing that
// runs afterwards, not even the page's own program, can ask for more. For now the page asks nobody anything.
{
  const policy = document.createElement("meta");
  policy.httpEquiv = "Content-Security-Policy";
  policy.dataset.guard = "";
  policy.content = "connect-src 'none'";
  document.head.append(policy);
}
