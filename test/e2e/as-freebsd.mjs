// Loaded before the program: what it starts as believes itself on FreeBSD; what it starts does not.
if (process.argv[1]?.endsWith('/main.js')) {
  Object.defineProperty(process, 'platform', { value: 'freebsd' });
}
