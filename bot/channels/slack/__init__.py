"""The bot in Slack: direct messages, mentions, a slash command, Home, modals and message shortcuts."""

from bot.channels.slack.channel import SlackChannel, Timing, build

__all__ = ["SlackChannel", "Timing", "build"]
