"""The real program, killed and starved, against peers on loopback: `make chaos`. `make test` has a small one."""
