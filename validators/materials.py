"""What is handed in with each submission, item by item: which files, how many, and what only a person can confirm.

Numbers, copies and days stand in the notices; which items there are is here, each with the clause that asks for it.
"""

from dataclasses import dataclass

PDF, WORD, SHEET, IMAGE = "pdf", "word", "sheet", "image"
#: Kinds of file, as people call them.
KINDS = {PDF: "PDF", WORD: "WORD", SHEET: "Excel", IMAGE: "图片"}


@dataclass(frozen=True)
class Piece:
    """Files that an item asks for.

    what   what they are called
    kinds  the kinds that will do
    least  how many at least: the parameter that says so, else one
    most   how many at most, by parameter
    """

    what: str
    kinds: tuple[str, ...]
    least: str = ""
    most: str = ""


@dataclass(frozen=True)
class Material:
    """One item of a checklist, and its folder's name.

    asks    the clauses that ask for it
    ticks   (clause, what no machine can see)
    copies  how many on paper: a parameter
    each    one of everything for each of these: 人, 家
    listed  only asked for where somebody is listed
    asked   False: kept on file, nobody asks for it
    draft   how the name of the document ends that is written for it
    matched whether each file is to be told whose it is, one of a kind a person
    """

    submission: str
    name: str
    asks: tuple[str, ...]
    pieces: tuple[Piece, ...] = ()
    ticks: tuple[tuple[str, str], ...] = ()
    copies: str = ""
    each: str = ""
    listed: bool = False
    asked: bool = True
    draft: str = ""
    matched: bool = False

    @property
    def portraits(self) -> bool:
        """Whether its files are photos of people."""
        return self.matched and all(piece.kinds == (IMAGE,) for piece in self.pieces)

    @property
    def id(self) -> str:
        return self.asks[0]

    @property
    def clauses(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys((*self.asks, *(clause for clause, _ in self.ticks))))


@dataclass(frozen=True)
class Submission:
    """A folder that is handed in as a whole.

    title      the folder's name
    basis      the clause that asks for it
    forms      (form, what is counted): the applicants, by the first of these that a workbook has
    deadlines  kinds of due day
    publicity  the kind of 公示 that follows
    note       what else is to be known
    """

    key: str
    title: str
    basis: str
    forms: tuple[tuple[str, str], ...] = ()
    deadlines: tuple[str, ...] = ()
    publicity: str = ""
    note: str = ""


#: Of each contest, in numbered folders of its own.
CONTEST_SUBMISSIONS = (
    Submission("platform", "平台申领", "P-A2-11", deadlines=("账号", "申领"),
               note="系统有模板的，按系统模板填写（附件2 一6）。"),
    Submission("report", "竞赛结束15天材料", "P-036", deadlines=("材料",)),
    Submission("records", "办赛资料（备查）", "P-027", note="通知要求做到而没有要求报送的，存档备查。"),
)  # fmt: skip

CHIEF = Submission(
    "chief", "首席技师", "C-025", (("chief", "rows"), ("chief_form", "tables")), ("首席技师",), "首席技师公示"
)
#: Of the whole workbook.
SUBMISSIONS = (
    CHIEF,
    Submission("studio", "工作室申报", "S-020", (("studio", "tables"),), ("工作室",), "工作室公示"),
    Submission("evaluation", "年度绩效评估", "S-035", (("evaluation", "rows"), ("score_sheet", "tables")), ("绩效评估",), "评估公示"),
)  # fmt: skip

_SCAN = Piece("扫描件", (PDF, IMAGE))
_SEALED = Piece("盖章扫描件", (PDF, IMAGE))
_ANY = Piece("文件", (PDF, WORD, SHEET, IMAGE))
_PDF = Piece("PDF扫描件", (PDF,))
_WORD = Piece("WORD电子版", (WORD,))

MATERIALS: tuple[Material, ...] = (
    Material("platform", "技能等级证书申请账号", ("P-A2-02",), ticks=(("P-A2-02", "已取得申请账号"),)),
    Material("platform", "申请书", ("P-A2-12",), (_SEALED,),
             (("P-A2-12", "组委会（办公室）、第一主办单位或牵头单位已盖章"),), draft="申请书"),
    Material("platform", "竞赛通知（含奖励措施）", ("P-A2-13",), (_ANY,), (("P-A2-13", "通知中有奖励措施"),)),
    Material("platform", "竞赛结果（表彰文件）", ("P-A2-13",), (_ANY,)),
    Material("platform", "颁发证书选手的成绩表", ("P-A2-14",), (Piece("签名或盖章的扫描件", (PDF, IMAGE)),),
             (("P-A2-14", "裁判长已签名，或组委会（办公室）、第一主办单位、牵头单位已盖章"),)),
    Material("platform", "信息表", ("P-A2-15",), (Piece("电子表格", (SHEET,)),), draft="信息表", listed=True),
    Material("platform", "人员导入表", ("P-A2-07",), (Piece("按平台模板填的表", (SHEET,)),),
             (("P-A2-07", "用的是平台下载的模板"),), listed=True),
    Material("platform", "选手照片", ("P-A2-08",), (Piece("照片", (IMAGE,)),), (("P-A2-08", "合乎平台的照片须知"),), each="人",
             matched=True),
    Material("platform", "证书官网可查", ("P-A2-20",), ticks=(("P-A2-20", "审核通过后，证书在官网可以查到"),)),

    Material("report", "竞赛举办通知（扫描件）", ("P-037",), (_SCAN,)),
    Material("report", "竞赛结果通报（扫描件）", ("P-038",), (_SCAN,)),
    Material("report", "竞赛现场照片", ("P-039",),
             (Piece("照片", (IMAGE,), "materials.photos_least", "materials.photos_most"),)),
    Material("report", "竞赛总结（盖章扫描件）", ("P-040",), (_SEALED,),
             (("P-040", "写明初赛、决赛组织情况"), ("P-040", "写明参加决赛人数，与成绩表一致"), ("P-040", "写明竞赛取得成效"),
              ("P-040", "已盖章"))),
    Material("report", "技术能手情况表", ("P-041",), (Piece("电子版", (SHEET, WORD)), _SEALED), (("P-041", "已盖章"),),
             listed=True, draft="技术能手情况表"),

    Material("records", "竞赛实施方案", ("P-030",), (_ANY,),
             (("P-030", "明确了主办单位、承办单位、协办单位职责"), ("P-027", "时间、地点、承办单位、协办单位等已确定")), asked=False),
    Material("records", "竞赛技术文件", ("P-031",), (_ANY,), (("P-031", "已公开"),), asked=False),
    Material("records", "裁判员名单", ("P-033",), (_ANY,), (("P-033", "裁判人员已培训"),), asked=False),
    Material("records", "仲裁监督机构", ("P-033",), (_ANY,), (("P-033", "仲裁监督机构已设立"),), asked=False),
    Material("records", "赛前培训、技术点评", ("P-044",), (_ANY,), asked=False),

    Material("chief", "推荐报告", ("C-026",), (_PDF, _WORD),
             (("C-026", "写明推荐人选工作情况、申报材料核验情况、推荐意见"), ("C-026", "涉密人员已注明，或没有涉密人员"),
              ("C-026", "已盖推荐呈报部门公章"))),
    Material("chief", "基本情况汇总表", ("C-027",), (_PDF, _WORD), (("C-027", "已盖推荐呈报部门公章"),), draft="汇总表"),
    Material("chief", "申报表", ("C-028",), (_PDF, _WORD),
             (("C-028", "已盖章"), ("C-F-02", "A4纸双面打印"), ("C-F-04", "贴有近期2寸正面免冠彩色照片"),
              ("C-F-14", "申报人已签名并写日期"), ("C-F-16", "三栏意见都已盖章并写日期")),
             copies="chief.copies", each="人", draft="申报表", matched=True),
    Material("chief", "证书查询页面截图", ("C-029",), (Piece("截图", (IMAGE, PDF)),), (("C-029", "已登录网站查询核对"),), each="人",
             matched=True),
    Material("chief", "佐证材料", ("C-030", "C-031"), (_PDF,),
             (("C-030", "有身份证、证书复印件和主要技术成果或论文、获奖等材料"), ("C-031", "已按序排列"),
              ("C-031", "注明推荐呈报部门已审验")), each="人", matched=True),
    Material("chief", "实地核验和公示", ("C-020", "C-021"),
             ticks=(("C-020", "区市已实地核验申报材料并初审"), ("C-021", "区市公示无异议"))),

    Material("studio", "申请报告", ("S-021",), (_PDF,),
             (("S-021", "写明单位概况和技能人才队伍建设成效"), ("S-021", "写明领办人和团队情况"), ("S-021", "写明场地设备等工作条件"),
              ("S-021", "写明资金支持安排计划"), ("S-021", "写明工作室工作制度"), ("S-021", "写明三年计划目标")), each="家"),
    Material("studio", "申报表", ("S-022",), (_PDF, _WORD),
             (("S-F-13", "申报单位意见栏已签字盖章"), ("S-F-13", "区市人社部门意见栏已盖章")),
             copies="studio.copies", each="家", draft="申报表"),
    Material("studio", "佐证材料", ("S-023", "S-024"), (_PDF,),
             (("S-023", "有领办人及团队人员证书、荣誉证书、技术成果证书、设施设备清单和照片"),
              ("S-006", "领办人为技能带头人的有企业认定文件，为乡土技能大师的有相应证明"),
              ("S-024", "申报单位已审核并盖章注明已审验")), each="家"),
    Material("studio", "制度、场所和经费", ("S-012", "S-013"), (_ANY,),
             (("S-012", "技能人才制度体系和工作室规章制度已建立"), ("S-013", "有固定的工作场所和相关设施、设备"),
              ("S-013", "每年能提供一定的经费支持")), asked=False),

    Material("evaluation", "年度绩效评估表", ("S-036",), (_PDF, _WORD),
             (("S-036", "填写了工作落实情况、自评得分"), ("S-036", "所在单位已审核盖章"), ("S-036", "纸质用A3")),
             copies="evaluation.copies", each="家", draft="绩效评估表"),
    Material("evaluation", "年度工作报告", ("S-037",), (_PDF,), (("S-037", "所在单位已审核盖章"),),
             copies="evaluation.report_copies", each="家"),
    Material("evaluation", "佐证材料", ("S-038", "S-039"), (_PDF,),
             (("S-038", "参照评估表内容按序排列并作必要说明"), ("S-039", "所在单位已审验，并盖章注明已审验")), each="家"),
    Material("evaluation", "重新考核评估书面申请", ("S-033", "S-032"), (_ANY,),
             (("S-033", "不合格的，一年整改期满后由所在单位提交"),), asked=False),
)  # fmt: skip
