"""What stands on the drawn screenshots of `screens`: every line as a person reads it."""

CODE = """import asyncio
from collections.abc import Sequence

LIMIT = 4096
TIMEOUT_SECONDS = 30.0

class Courier:
    def __init__(self, token: str, limit: int = LIMIT) -> None:
        self.token = token
        self.limit = limit
        self.sent = 0

    async def deliver(self, parts: Sequence[str]) -> int:
        for number, part in enumerate(parts, start=1):
            if len(part) > self.limit:
                raise ValueError(f"part {number} is too long: {len(part)}")
            await self.post(part.encode("utf-8"))
            self.sent += 1
        return self.sent

    def retry(self, status: int) -> bool:
        return status in (429, 500, 502, 503)

async def main() -> None:
    courier = Courier("secret", limit=1024)
    print(await courier.deliver(["hello", "world"]))""".splitlines()

SHELL = """mara@build-07:~/groundglass$ make test
ruff format --check .
412 files already formatted
ruff check .
All checks passed!
mypy --strict bot knowledge
Success: no issues found in 262 source files
pytest -q tests
1950 passed, 3 skipped in 412.08s (0:06:52)
mara@build-07:~/groundglass$ git push origin main
Enumerating objects: 58, done.
Counting objects: 100% (58/58), done.
Writing objects: 100% (31/31), 12.44 KiB | 3.11 MiB/s, done.
To ssh://git.northlight.example:2222/team/groundglass.git
78076e1..554b402 main -> main
mara@build-07:~/groundglass$ df -h /var/lib
Filesystem Size Used Avail Use% Mounted on
/dev/nvme0n1p2 468G 219G 226G 50% /var/lib
mara@build-07:~/groundglass$ systemctl status relay
Active: failed (Result: exit-code) since Tue 2026-03-17 08:41:09 UTC
Main PID: 20331 (code=exited, status=78)
relay: cannot bind 10.20.4.17:8443: address already in use""".splitlines()

PAGE = """Remote access for people who travel
Install the client from the portal, then import the profile that was mailed to you.
A profile is valid for 90 days. Renew it under Devices before it runs out.
The gateway listens on UDP port 51820 and answers from vpn.northlight.example.
If the tunnel opens but no page loads, lower the MTU to 1380 and connect again.
Hotels often block UDP. Switch the client to TCP 443 in Settings, Transport.
Error NL-4012 means that the certificate of your device has expired.
Error NL-4031 means that two devices use the same key; create a second profile.
Never share a profile: each one carries your name and is revoked when you leave.
Questions go to the service desk, extension 4110, Monday to Friday, 07:30 to 18:00.
Outside these hours write to desk@northlight.example and name your device.
This page was last checked by Jonas on 14 February 2026.""".splitlines()

HAN_PAGE = """差旅报销说明
外出期间的餐补为每天八十五元，需在回程后二十一天内提交票据。
火车票请通过行政处预订，四小时以上的行程可以乘坐一等座。
酒店标准为每晚不超过四百二十元，超出部分由个人承担。
出租车费用需要附上行程单，机场往返优先选择地铁。
如果票据遗失，请填写情况说明并由部门负责人签字。
报销系统每周三更新，提交之后一般需要五个工作日到账。
系统提示编号二零三一时，说明附件超过了十兆字节。
请先压缩附件，或者分两次上传，然后重新提交。
联系人：财务部小雨，分机四一一零，工作日上午九点到下午六点。
本页面由行政处维护，最近一次检查是在二月十四日。
出差之前请确认项目编号，没有编号的申请会被退回。""".splitlines()

MIXED = """发布检查清单 release 2.14
1. 在 staging 环境运行 make test，全部通过才能继续
2. 打开 Settings 页面，确认 API endpoint 指向 v2
3. 数据库备份保存在 /var/backups/pg，保留 14 天
4. 通知 Mara 和 Jonas，预计停机 15 分钟
5. 部署命令：kubectl rollout restart deploy/relay
6. 检查 Grafana 面板，错误率应低于 0.5%
7. 如果失败，执行 helm rollback relay 41
8. 更新 CHANGELOG 并在群里发布公告
9. 关闭工单 OPS-2207，记录实际用时""".splitlines()

TABLE = (
    ("Region", "Orders", "Returns", "Revenue", "Change"),
    ("Oslo", "1,204", "31", "48,160", "+3.2%"),
    ("Bergen", "872", "19", "34,880", "+1.4%"),
    ("Tromso", "316", "12", "12,640", "-0.8%"),
    ("Hamburg", "1,990", "77", "79,600", "+5.9%"),
    ("Shanghai", "3,448", "102", "137,920", "+8.1%"),
    ("Porto", "541", "8", "21,640", "+0.3%"),
    ("Gdansk", "705", "24", "28,200", "-2.6%"),
    ("Total", "9,076", "273", "363,040", "+4.7%"),
)

LOG = [
    f"2026-03-17 08:{41 + at // 4:02d}:{(at * 13) % 60:02d} {level:<7} {part}: {said}"
    for at, (level, part, said) in enumerate(
        (
            ("INFO", "relay", "listening on 0.0.0.0:8443"),
            ("INFO", "store", "migration 0012 applied in 38 ms"),
            ("WARNING", "relay", "peer 10.20.4.19 is slow (1820 ms)"),
            ("ERROR", "store", "disk quota exceeded at /var/lib/relay"),
            ("INFO", "relay", "retry 1 of 5 in 2.0 s"),
            ("INFO", "relay", "retry 2 of 5 in 4.0 s"),
            ("ERROR", "mail", "550 mailbox unavailable for desk"),
            ("INFO", "store", "vacuum finished, 412 pages freed"),
            ("DEBUG", "cache", "hit ratio 0.934 over 60 s"),
            ("INFO", "relay", "certificate expires in 12 days"),
            ("WARNING", "cache", "evicted 2048 entries"),
            ("INFO", "mail", "queue is empty"),
            ("ERROR", "relay", "handshake failed: unknown CA"),
            ("INFO", "relay", "shutting down after signal 15"),
        )
    )
]

DIALOGS = (
    (
        "Cannot open the tunnel",
        "The certificate of this device expired on 2 March 2026.",
        "Renew it at the portal, then connect again.",
        "Error NL-4012",
    ),
    (
        "Printer HB-2209",
        "The printer has lost its network lease.",
        "Switch it off for 30 seconds and print the network page.",
        "Retry",
    ),
    (
        "无法保存文件",
        "磁盘空间不足，还需要二百五十六兆字节。",
        "请清空回收站，然后再试一次。",
        "确定",
    ),
)
