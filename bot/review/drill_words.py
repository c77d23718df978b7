"""The lines of a drill, in English and Chinese."""

from collections.abc import Mapping

from bot.language import is_chinese

ENGLISH: Mapping[str, str] = {
    "can_delete_messages": "{mark} right to delete messages",
    "can_restrict_members": "{mark} right to mute and ban",
    "can_invite_users": "{mark} right to let people in",
    "spam": "spam",
    "disguised": "a disguised spam",
    "invitation": "a hidden invitation",
    "edit": "an edit into spam",
    "words": "words in a picture",
    "code": "a QR code",
    "caught": "✓ caught {shown} in {took} ms",
    "missed": "✗ did not catch {shown} in {took} ms",
    "broken": "; could not look: {checks}",
    "closed": "✗ could not open {shown}",
    "harmless": "✗ would remove a harmless message",
    "blind": "✗ nobody looks for nudity or violence in pictures: no model is set up for it",
    "chats": "{mark} chats for cards: {count}",
    "policy": "• policy {preset}, version {version}",
    "posted": "✓ posted and removed {count} test cards in {took} s",
    "left": "✗ could not remove the test cards: {obstacle}",
}
CHINESE: Mapping[str, str] = {
    "can_delete_messages": "{mark} 删除消息的权限",
    "can_restrict_members": "{mark} 禁言和封禁的权限",
    "can_invite_users": "{mark} 批准入群的权限",
    "spam": "垃圾广告",
    "disguised": "伪装的垃圾广告",
    "invitation": "隐藏的邀请链接",
    "edit": "编辑成垃圾广告的消息",
    "words": "图片里的文字",
    "code": "二维码",
    "caught": "✓ 识别出{shown}，用时 {took} 毫秒",
    "missed": "✗ 没有识别出{shown}，用时 {took} 毫秒",
    "broken": "；无法检查：{checks}",
    "closed": "✗ 无法打开{shown}",
    "harmless": "✗ 会误删正常的消息",
    "blind": "✗ 没有设置检查图片中裸露或暴力内容的模型",
    "chats": "{mark} 接收卡片的聊天：{count} 个",
    "policy": "• 规则 {preset}，第 {version} 版",
    "posted": "✓ 发出并删除了 {count} 张测试卡片，用时 {took} 秒",
    "left": "✗ 无法删除测试卡片：{obstacle}",
}


def line(name: str, language: str, **values: object) -> str:
    """Return a line for a reader of `language` (an IETF tag)."""
    return (CHINESE if is_chinese(language) else ENGLISH)[name].format_map(values)
