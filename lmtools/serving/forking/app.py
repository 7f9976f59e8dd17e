"""The ipykernel application of a template, and of the kernels that are forked from it.

In the template it has no socket, thread or event loop. In a fork it gets them, around the same
kernel object and shell, so that every widget and its comm stay as the cells left them.
"""

from __future__ import annotations

import sys
from collections.abc import Callable

import ipywidgets
import zmq
from ipykernel.control import ControlThread
from ipykernel.iostream import IOPubThread
from ipykernel.ipkernel import IPythonKernel
from ipykernel.kernelapp import IPKernelApp
from ipykernel.shellchannel import ShellChannelThread
from tornado.ioloop import IOLoop
from traitlets.config import Config
from zmq.eventloop.zmqstream import ZMQStream

from lmtools.serving.forking.recording import RecordedStream, Recorder

CONFIG = Config(
    {
        "HistoryManager": {"enabled": False},  # it would start a thread and open a database
        "IPKernelApp": {"capture_fd_output": False, "log_level": 40},
    }
)


class Recording:
    """A socket that nobody listens to: what is sent is kept by the recorder."""

    def send_multipart(self, *_: object, **__: object) -> None:
        """Keep nothing; the recorder has it."""


class ForkedApp(IPKernelApp):
    """An ipykernel application that begins without sockets, and gets them after a fork."""

    recorder: Recorder

    @classmethod
    def template(cls) -> ForkedApp:
        """Make the kernel and its shell, with nothing in them that a fork could not take along."""
        app: ForkedApp = cls.instance(config=CONFIG)
        app.init_profile_dir()
        app.recorder = Recorder(parent=app)
        sys.stdout = RecordedStream(app.recorder, "stdout")
        sys.stderr = RecordedStream(app.recorder, "stderr")
        app.kernel = IPythonKernel.instance(
            parent=app,
            session=app.recorder,
            iopub_socket=Recording(),
            log=app.log,
            profile_dir=app.profile_dir,
            user_ns=app.user_ns,
        )
        app.init_path()
        app.init_shell()
        app.init_gui_pylab()
        app.init_extensions()
        ipywidgets.register_comm_target()
        return app

    def connect(self, connection_file: str) -> None:
        """In a fork: open the sockets that `connection_file` names, and let the kernel speak through them."""
        self.connection_file = connection_file
        self.load_connection_file()
        self.session.copy_threshold = 2**30  # sending without copies would start a thread
        self.init_sockets()
        self.init_io()
        self.init_signal()
        self._hand_over()

    def init_control(self, context: zmq.Context[zmq.Socket[bytes]]) -> None:
        """The control channel alone; ipykernel would open two more sockets for a debugger."""
        self.control_socket = context.socket(zmq.ROUTER)
        self.control_socket.linger = 1000
        self.control_port = self._bind_socket(self.control_socket, self.control_port)
        self.control_socket.router_handover = 1
        self.control_thread = ControlThread(daemon=True)
        self.shell_channel_thread = ShellChannelThread(context, daemon=True)

    def init_iopub(self, context: zmq.Context[zmq.Socket[bytes]]) -> None:
        """The channel of outputs, without the port that ipykernel opens for a kernel's own children."""
        self.iopub_socket = context.socket(zmq.XPUB)
        self.iopub_socket.linger = 1000
        self.iopub_port = self._bind_socket(self.iopub_socket, self.iopub_port)
        self.iopub_thread = IOPubThread(self.iopub_socket, pipe=False, session=self.session)
        self.iopub_thread.start()
        self.iopub_socket = self.iopub_thread.background_socket

    def _hand_over(self) -> None:
        """Give the kernel that ran the cells its sockets, streams and threads."""
        kernel, shell = self.kernel, self.kernel.shell
        kernel.session = self.session
        kernel.shell_stream = ZMQStream(self.shell_socket, self.shell_channel_thread.io_loop)
        self.shell_channel_thread.shell_stream = kernel.shell_stream
        kernel.control_stream = ZMQStream(self.control_socket, self.control_thread.io_loop)
        for name in (
            "control_thread",
            "shell_channel_thread",
            "iopub_thread",
            "iopub_socket",
            "stdin_socket",
        ):
            setattr(kernel, name, getattr(self, name))
        kernel._stdout, kernel._stderr = sys.stdout, sys.stderr
        for publisher in (shell.displayhook, shell.display_pub):
            publisher.session, publisher.pub_socket = self.session, self.iopub_socket
        self.displayhook.get_execution_count = lambda: kernel.execution_count

    def run(self, on_ready: Callable[[], None]) -> None:
        """In a fork, after `connect`: answer until told to stop. `on_ready` is called once it does."""
        self.control_thread.start()
        self.shell_channel_thread.start()
        self.kernel.start()
        self.io_loop = IOLoop.current()
        self.io_loop.add_callback(on_ready)
        self.io_loop.start()
