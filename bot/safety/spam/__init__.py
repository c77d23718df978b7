"""A classifier of spam that admins teach: letters folded, features counted, a kernel machine fitted."""
