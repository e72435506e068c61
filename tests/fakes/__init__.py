"""The platforms that the bot talks to, as small servers on loopback.

A package on purpose: else pytest puts this folder on the path, and `telegram` is no longer the library.
"""
