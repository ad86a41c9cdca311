#include "pcaps/plant/process.h"

#include <muParserDLL.h>
#include <stdio.h>
#include <string.h>

struct equation equations[EQUATIONS_MAX];
size_t nequations;
struct constant constants[CONSTANTS_MAX];
size_t nconstants;

static double random_unit(struct process *p)
{
	p->random ^= p->random << 13;
	p->random ^= p->random >> 7;
	p->random ^= p->random << 17;
	return (double)(p->random >> 11) / 9007199254740992.0;
}

static double noise(void *process, double amplitude)
{
	struct process *p = process;

	return (random_unit(p) + random_unit(p) + random_unit(p) - 1.5) * amplitude;
}

static double choose(double condition, double yes, double no)
{
	return condition >= 0.5 ? yes : no;
}

static double not_so(double x)
{
	return x < 0.5;
}

static double clamp(double value, double low, double high)
{
	return value < low ? low : value > high ? high : value;
}

static double follow(double value, double target, double tau)
{
	return value + (target - value) * PROCESS_DT / tau;
}

static double level(double m3_h, double tank_m3)
{
	return m3_h / 3600.0 * PROCESS_DT / tank_m3 * 100.0;
}

static double two_point(double value, double start, double stop, double was)
{
	if (value < start)
		return 1;
	return value > stop ? 0 : was >= 0.5;
}

/* An equation that gives a value beside its result is none: "=" that should have been "==". */
static int assignment_in(const char *text)
{
	for (size_t i = 0; text[i]; i++) {
		if (text[i] != '=')
			continue;
		if (text[i + 1] == '=')
			i++;
		else if (i == 0 || !strchr("<>!", text[i - 1]))
			return (int)i;
	}
	return -1;
}

static muParserHandle_t parser_new(struct process *p)
{
	muParserHandle_t m = mupCreate(muBASETYPE_FLOAT);

	mupDefineFunUserData1(m, "noise", noise, p, 0);
	mupDefineFun3(m, "if", choose, 0);
	mupDefineFun1(m, "not", not_so, 0);
	mupDefineFun3(m, "clamp", clamp, 0);
	mupDefineFun3(m, "follow", follow, 0);
	mupDefineFun2(m, "level", level, 0);
	mupDefineFun4(m, "two_point", two_point, 0);
	mupDefineConst(m, "dt", PROCESS_DT);
	mupDefineVar(m, "time", &p->time);
	for (size_t i = 0; i < nconstants; i++)
		mupDefineConst(m, constants[i].name, constants[i].value);
	for (size_t i = 0; i < nvariables; i++)
		mupDefineVar(m, variables[i].name, &p->v[i]);
	return m;
}

bool process_compile(struct process *p, process_wrong *wrong, void *context)
{
	bool good = true;

	memset(p, 0, sizeof(*p));
	for (size_t i = 0; i < nequations; i++) {
		muParserHandle_t m = p->code[i] = parser_new(p);
		int at = assignment_in(equations[i].text);

		if (at >= 0) {
			wrong(context, i, at, "an equation gives no second value; == compares");
			good = false;
			continue;
		}
		mupSetExpr(m, equations[i].text);
		/* it is only translated when it is calculated for the first time */
		(void)mupEval(m);
		if (mupError(m)) {
			wrong(context, i, mupGetErrorPos(m), mupGetErrorMsg(m));
			good = false;
		}
	}
	return good;
}

void process_free(struct process *p)
{
	for (size_t i = 0; i < EQUATIONS_MAX; i++)
		if (p->code[i])
			mupRelease(p->code[i]);
	memset(p->code, 0, sizeof(p->code));
}

void process_init(struct process *p, uint64_t seed)
{
	p->random = seed * 0x9e3779b97f4a7c15u + 0x1234567;
	p->time = 0;
	for (size_t i = 0; i < nvariables; i++)
		p->v[i] = variables[i].start;
}

void process_step(struct process *p)
{
	for (size_t i = 0; i < nequations; i++)
		p->v[equations[i].variable] = mupEval(p->code[i]);
	p->time += PROCESS_DT;
}
