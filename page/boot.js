// Runs as soon as the shell above it is there, long before the program: the input takes a paste at once.
// What is pasted meanwhile stays in the input, where the program finds it when it starts.
document.getElementById("input").focus();
performance.mark("box");
