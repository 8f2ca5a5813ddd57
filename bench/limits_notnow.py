"""L-11: devices that put everything off for two hours, on the Lab's clock, with the Lab's own devices."""
import pathlib
import tempfile
import time

from support.certificate import Desk
from support.device_pages import DevicePages
from support.enrollment import invite
from support.faults.case import Book, Outcome
from support.fleet import enroll_all, new_devices
from support.installation import Installation

book = Book()
DEVICES, SHARE, MINUTES = 40, 0.3, 15


@book.case("L-11", "30 % of the devices say NotNow for 2 h, target: drained within 15 min after they are able")
def put_off(run):
    with tempfile.TemporaryDirectory(prefix="kizuna-notnow-") as folder:
        lab = Installation(pathlib.Path(folder) / "run", DEVICES="0").start()
        try:
            return drained(lab)
        finally:
            lab.stop()


def drained(lab):
    desk = Desk(lab, lab.administrator)
    desk.register()
    devices = new_devices(lab, DEVICES, kind="iPhone")
    enroll_all(lab, devices, invite(desk, devices=DEVICES).link, 300)
    busy = devices[: int(DEVICES * SHARE)]
    for device in busy:
        device.behave(not_now=["*"])
    pages = {device.serial: DevicePages(desk, device.serial) for device in devices}
    for device in devices:
        assert pages[device.serial].order("lock").status == 200
    time.sleep(3)
    for _ in range(12):
        lab.advance(minutes=10)
        time.sleep(0.5)
    still = sum(waits(pages[device.serial], desk) for device in busy)
    others = sum(waits(pages[device.serial], desk) for device in devices[len(busy):])
    for device in busy:
        device.behave(not_now=[])
    minutes, left = 0, len(busy)
    while minutes < MINUTES + 15 and left:
        lab.advance(minutes=1)
        minutes += 1
        time.sleep(0.4)
        left = sum(waits(pages[device.serial], desk) for device in busy)
    broken = [f"{left} still wait"] if left else []
    broken += [f"after {minutes} min"] if minutes > MINUTES else []
    broken += ["nobody had put anything off"] if not still else []
    broken += [f"{others} of the others still wait"] if others else []
    return Outcome(
        f"{len(busy)} of {DEVICES} devices put a lock off for 2 h ({still} waiting then, {others} of the others), drained "
        f"{minutes} min after they were able", broken, {"minutes": minutes},
        "the Lab's clock: 2 h pass in ten-minute steps; real devices call by themselves when they are able")


def waits(pages, desk):
    return not pages.page("/commands").says(desk.words("nothing waiting"))
